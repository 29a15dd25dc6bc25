-- Milliseconds and microseconds, of this server's clock. A caller's own, the first argument, is for tests, whose keys cannot be those of a
-- shop.
local now, micros, is_test
if ARGV[1] == '' then
    local time = redis.call('TIME')
    now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
    micros = tonumber(time[1]) * 1000000 + tonumber(time[2])
elseif string.sub(KEYS[1], 1, 16) == 'cartwright-test:' then
    now, is_test = tonumber(ARGV[1]), true
    micros = now * 1000
else
    return {'no clock'}
end

-- Lua writes large numbers with an exponent.
local function digits(number)
    return string.format('%.0f', number)
end

