-- How records come into a stream. Each has a number of its own, one more than the last that was ever there.

local function last_of(stream)
    if redis.call('EXISTS', stream) == 0 then
        return 0
    end
    local info = redis.call('XINFO', 'STREAM', stream)
    for at = 1, #info, 2 do
        if info[at] == 'last-generated-id' then
            return tonumber(string.match(info[at + 1], '^%d+'))
        end
    end
end

-- In Cluster the stream of a bucket only hands records on, and its numbers are the time: were the stream lost with its
-- server, they must not begin anew below those that were handed on.
local function append(stream, records, numbered)
    if #records == 0 then
        return
    end
    local last = numbered and last_of(stream)
    for at, record in ipairs(records) do
        local id = numbered and digits(last + at) .. '-0' or '*'
        redis.call('XADD', stream, id, 'record', record)
    end
end

-- The records among the arguments: how many, and each of them.
local function take_records()
    local records = {}
    for _ = 1, tonumber(take()) do
        records[#records + 1] = take()
    end
    return records
end
