-- KEYS: the value, the ends. ARGV from 2: its key, milliseconds until its soft and its hard end, itself.
local value, ends = KEYS[1], KEYS[2]
-- Before anything is written: what is somebody else's is left as it is.
redis.call('STRLEN', value)
local over = redis.call('ZRANGEBYSCORE', ends, '-inf', digits(now), 'LIMIT', 0, 2)
local hard = now + tonumber(ARGV[4])
local text = digits(now + tonumber(ARGV[3])) .. ' ' .. digits(hard) .. ' ' .. ARGV[5]
if is_test then
    -- By a clock that stands still it must not end while a test runs.
    redis.call('SET', value, text)
else
    redis.call('SET', value, text, 'PX', ARGV[4])
end
-- Two for one, so that the list does not grow where nobody sweeps.
for _, each in ipairs(over) do redis.call('ZREM', ends, each) end
redis.call('ZADD', ends, digits(hard), ARGV[2])
return {'done'}
