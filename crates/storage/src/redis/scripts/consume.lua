-- Hands records to a consumer of a group: first those that another one was given and has not acknowledged for long, then
-- those that nobody of the group was given.
--
-- KEYS  outbox
-- ARGV  group, consumer, how many, how long is long in milliseconds
--
-- answers for each {id, record}

local outbox = KEYS[1]
local group, consumer, count, long = take(), take(), tonumber(take()), take()
local answer = {}

local function hand(entries)
    for _, entry in ipairs(entries or {}) do
        if entry and entry[2] then
            answer[#answer + 1] = {entry[1], entry[2][2]}
        end
    end
end

redis.call('XLEN', outbox)
redis.pcall('XGROUP', 'CREATE', outbox, group, '0', 'MKSTREAM')
hand(redis.call('XAUTOCLAIM', outbox, group, consumer, long, '0-0', 'COUNT', count)[2])
if #answer < count then
    local streams = redis.call('XREADGROUP', 'GROUP', group, consumer, 'COUNT', count - #answer, 'STREAMS', outbox, '>')
    hand(streams and streams[1] and streams[1][2])
end
return answer
