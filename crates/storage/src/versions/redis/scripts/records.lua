-- KEYS: the list. ARGV: from, until, how many at most.
local answer = redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])
table.insert(answer, 1, 'records')
return answer
