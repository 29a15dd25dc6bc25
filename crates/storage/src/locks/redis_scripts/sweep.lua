-- ARGV: clock, nothing, how many at most.
redis.call('HLEN', locks)
redis.call('ZCARD', names)
local over = redis.call('ZRANGEBYSCORE', ends, '-inf', digits(now), 'LIMIT', 0, ARGV[3])
for _, each in ipairs(over) do remove(each) end
return {'swept', #over}
