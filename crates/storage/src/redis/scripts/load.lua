-- KEYS  cart
-- ARGV  the fields that are wanted, or none for all of them
--
-- answers {promise or '', time, fields}: the fields as pairs, or the values of those that were asked for

local promise = redis.call('HGET', KEYS[1], 'promise') or ''
local time = promise == '' and '' or digits(server_time())
if #ARGV == 0 then
    return {promise, time, redis.call('HGETALL', KEYS[1])}
end
return {promise, time, redis.call('HMGET', KEYS[1], unpack(ARGV))}
