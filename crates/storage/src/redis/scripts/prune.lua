-- Removes a cart if it still is what was listed.
--
-- KEYS  cart, index, times, expires
-- ARGV  in the order of the calls of take()
--
-- answers {'removed'}, {'absent'} if it is not that, {'promised', promise, time, which}

local keys = keys_of(take(), 1)
local expected = take()

local found = redis.call('HMGET', keys.cart, 'identity', 'promise')
if found[2] then
    return promised(found[2], 'target')
end
probe(keys)
if found[1] ~= expected then
    return {'absent'}
end
remove(keys)
return {'removed'}
