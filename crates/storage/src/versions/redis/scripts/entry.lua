-- What the scripts of cached values share. ARGV: clock; then each its own.
local now, is_test
if ARGV[1] == '' then
    local time = redis.call('TIME')
    now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
elseif string.sub(KEYS[1], 1, 16) == 'cartwright-test:' then
    now, is_test = tonumber(ARGV[1]), true
else
    return {'no clock'}
end

-- Lua writes large numbers with an exponent.
local function digits(number)
    return string.format('%.0f', number)
end
