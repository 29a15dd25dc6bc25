-- KEYS: the list, the places, what this very step has done. ARGV: the time, the record.
local before = redis.call('GET', KEYS[3])
if before then return {'place', before} end
redis.call('ZCARD', KEYS[1])
local place = redis.call('INCR', KEYS[2])
redis.call('ZADD', KEYS[1], 0, ARGV[1] .. string.format('%016x', place) .. ARGV[2])
-- Until nobody repeats it any more whose reply was lost.
redis.call('SET', KEYS[3], place, 'PX', 300000)
return {'place', tostring(place)}
