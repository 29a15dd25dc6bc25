-- KEYS: the ends. ARGV from 2: how many at most. The values have ended by themselves.
local over = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', digits(now), 'LIMIT', 0, ARGV[2])
for _, each in ipairs(over) do redis.call('ZREM', KEYS[1], each) end
return {'swept', #over}
