-- KEYS: the ends. ARGV from 2: how many at most. Some of the values, and how many there are.
local some = redis.call('ZRANGE', KEYS[1], 0, tonumber(ARGV[2]) - 1)
table.insert(some, 1, redis.call('ZCARD', KEYS[1]))
table.insert(some, 1, 'some')
return some
