-- Writes down on a cart that it is about to be taken away, and where to look for what became of that.
--
-- KEYS  cart
-- ARGV  what the cart is expected to be, or nothing for anything; the id of the promise; where it goes
--
-- answers {'promised-now', promise, fields}, {'found', identity} if it is not what was expected, {'corrupt', why},
--         {'layout', layout}, {'promised', promise, time, which}

local keys = {cart = KEYS[1]}
local expected, id, target = take(), take(), take()

local head, answer = head_of(keys)
if answer then
    return answer
end
local promise = head.promise
if promise and string.sub(promise, 1, #id + 1) ~= id .. ':' then
    return promised(promise, 'source')
end
if not head.identity or (expected ~= '' and head.identity ~= expected) then
    return {'found', head.identity or ''}
end
if not promise then
    promise = id .. ':' .. digits(server_time()) .. ':' .. target
    redis.call('HSET', keys.cart, 'promise', promise)
end
return {'promised-now', promise, redis.call('HGETALL', keys.cart)}
