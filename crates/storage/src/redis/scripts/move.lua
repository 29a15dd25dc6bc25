-- Moves a cart to another key in place of the cart there, on one server.
--
-- KEYS  cart, index, times, expires of the one that moves, then of its target
-- ARGV  in the order of the calls of take()
--
-- answers {'moved'}, {'absent'}, {'changed'} if the target is not what was read, {'corrupt', why}, {'layout', layout},
--         {'promised', promise, time, which}

local from, to = keys_of(take(), 1), keys_of(take(), 5)
local target_expected, incarnation, now, ttl = take(), take(), take(), take()

local target = redis.call('HMGET', to.cart, 'identity', 'promise')
if target[1] and string.sub(target[1], 1, #incarnation) == incarnation then
    -- Asked again, because the answer was lost. What is under the old key by now is another cart.
    return {'moved'}
end
local head, answer = head_of(from)
if answer then
    return answer
end
if not head.identity then
    return {'absent'}
end
if head.promise then
    return promised(head.promise, 'source')
end
if target[2] then
    return promised(target[2], 'target')
end
if (target[1] or '') ~= target_expected then
    return {'changed'}
end
probe(from)
local is_new = not probe(to)

local version = string.match(head.identity, ':(%-?%d+)$')
redis.call('HSET', from.cart, 'identity', incarnation .. ':' .. (version or ''), 'updated_at', now)
-- With the cart goes when it expires, which touch() sets anew only for a ttl.
redis.call('RENAME', from.cart, to.cart)
unlist(from, from.member)
redis.call('PERSIST', to.cart)
redis.call('ZREM', to.expires, to.member)
touch(to, now, ttl, is_new)
return {'moved'}
