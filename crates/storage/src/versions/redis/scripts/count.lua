-- KEYS from 2: the samples, their list. ARGV from 3: of each sample its minute and name, errors and durations.
local samples, list = KEYS[2], KEYS[3]
if answer_before() then return {'done'} end
redis.call('ZCARD', list)

-- Beyond 2^53 a sum is not exact to the last digit; beyond what a sample holds it stays at that.
local function sum(one, other)
    local total = tonumber(one) + tonumber(other)
    if total >= 18446744073709551616 then return '18446744073709551615' end
    return string.format('%.0f', total)
end

local function lesser(one, other)
    if tonumber(other) < tonumber(one) then return other end
    return one
end

local function greater(one, other)
    if tonumber(other) > tonumber(one) then return other end
    return one
end

-- errors sum min max bucket:count …
local function read(text)
    local errors, total, min, max, rest = string.match(text, '^(%d+) (%d+) (%d+) (%d+)(.*)$')
    if not errors then return nil end
    local read, buckets = 0, {}
    for bucket, count in string.gmatch(rest, ' (%d+):(%d+)') do
        buckets[tonumber(bucket)] = count
        read = read + #bucket + #count + 2
    end
    if read ~= #rest then return nil end
    return {errors = errors, sum = total, min = min, max = max, buckets = buckets}
end

local texts, order = {}, {}
for place = 3, #ARGV, 2 do
    local name, added = ARGV[place], read(ARGV[place + 1])
    local there = texts[name] or redis.call('HGET', samples, name)
    if not texts[name] then order[#order + 1] = name end
    local both = added
    if there then
        both = read(there)
        if not both then return {'unreadable', name} end
        local had_some, adds_some = next(both.buckets), next(added.buckets)
        both.errors = sum(both.errors, added.errors)
        if adds_some then
            both.min = had_some and lesser(both.min, added.min) or added.min
            both.max = greater(both.max, added.max)
            both.sum = sum(both.sum, added.sum)
        end
        for bucket, count in pairs(added.buckets) do
            both.buckets[bucket] = sum(both.buckets[bucket] or '0', count)
        end
    end
    local parts, numbers = {both.errors, both.sum, both.min, both.max}, {}
    for bucket in pairs(both.buckets) do numbers[#numbers + 1] = bucket end
    table.sort(numbers)
    for _, bucket in ipairs(numbers) do parts[#parts + 1] = bucket .. ':' .. both.buckets[bucket] end
    texts[name] = table.concat(parts, ' ')
end
for _, name in ipairs(order) do
    redis.call('HSET', samples, name, texts[name])
    redis.call('ZADD', list, 0, name)
end
remember('')
return {'done'}
