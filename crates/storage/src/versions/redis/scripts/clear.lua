-- KEYS: the ends, values. ARGV from 2: the keys of the values, in their order.
redis.call('ZCARD', KEYS[1])
local removed = 0
for place = 2, #KEYS do
    removed = removed + redis.call('UNLINK', KEYS[place])
    redis.call('ZREM', KEYS[1], ARGV[place])
end
return {'cleared', removed}
