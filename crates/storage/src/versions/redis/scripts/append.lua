-- KEYS from 2: the list, the places. ARGV from 3: the time, the record.
local before = answer_before()
if before then return {'place', before} end
redis.call('ZCARD', KEYS[2])
local place = redis.call('INCR', KEYS[3])
redis.call('ZADD', KEYS[2], 0, ARGV[3] .. string.format('%016x', place) .. ARGV[4])
remember(place)
return {'place', place}
