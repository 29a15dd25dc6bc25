-- KEYS: the samples, their list. ARGV: until, how many at most.
redis.call('HLEN', KEYS[1])
local old = redis.call('ZRANGEBYLEX', KEYS[2], '-', ARGV[1], 'LIMIT', 0, ARGV[2])
for _, each in ipairs(old) do
    redis.call('HDEL', KEYS[1], each)
    redis.call('ZREM', KEYS[2], each)
end
return {'forgotten', #old}
