-- KEYS: the list. ARGV: until, how many at most.
local old = redis.call('ZRANGEBYLEX', KEYS[1], '-', ARGV[1], 'LIMIT', 0, ARGV[2])
for _, each in ipairs(old) do redis.call('ZREM', KEYS[1], each) end
return {'trimmed', #old}
