-- Takes records of a bucket's stream into the outbox, each once however often they are handed on.
--
-- KEYS  outbox, how far each bucket has been taken
-- ARGV  bucket, then the entries: id, record

local outbox, taken_through = KEYS[1], KEYS[2]
local bucket = take()

local function parts(id)
    local time, number = string.match(id, '^(%d+)-(%d+)$')
    return tonumber(time), tonumber(number)
end

local through = redis.call('HGET', taken_through, bucket)
local time, number = parts(through or '0-0')
redis.call('XLEN', outbox)
local records, last = {}, nil
while taken < #ARGV do
    local id, record = take(), take()
    local its_time, its_number = parts(id)
    if its_time > time or (its_time == time and its_number > number) then
        records[#records + 1], last = record, id
    end
end
append(outbox, records, true)
if last then
    redis.call('HSET', taken_through, bucket, last)
end
return #records
