-- Parts: what an order whose lines are in several buckets holds in this one. Each attempt of it (the first, an amendment, a
-- late commit) has its own lines; of a key the order holds as many as the greatest of its attempts asks for. What became of
-- an attempt is known in the bucket of the order alone. One that is over is remembered, as reservations are, so that the last
-- fence of its keys is.
local function parts_of(order)
    local text = redis.call('HGET', parts, order)
    if not text then return {} end
    local ok, attempts = pcall(cmsgpack.unpack, text)
    if not ok or type(attempts) ~= 'table' then answer_at_once('unreadable', 'a part of ' .. order) end
    return attempts
end

-- What the bucket of an order has to take on, with what is left of the lease by now; nothing if there is none of it.
local function handed_over_by(attempt)
    if not attempt.handed_over then return '' end
    local all = cjson.decode(attempt.handed_over)
    local passed = now - (attempt.since or now)
    all.age, all.remaining = all.age + passed, all.remaining - passed
    return cjson.encode(all)
end

local function most_of(attempts)
    local most = {}
    for _, attempt in pairs(attempts) do
        for _, line in ipairs(attempt.is_over and {} or attempt.lines) do
            most[line[1]] = math.max(most[line[1]] or 0, line[2])
        end
    end
    return most
end

local function mention_lines(attempt, by)
    for _, line in ipairs(attempt.lines) do mention(stock_of(line[1]), by) end
end

-- Holds what these attempts ask for instead of what was held before.
local function hold_instead(before, after)
    for key, quantity in pairs(before) do
        if after[key] ~= quantity then give_back(stock_of(key), quantity) end
    end
    for key, quantity in pairs(after) do
        if before[key] ~= quantity then take(stock_of(key), quantity) end
    end
end

local function put_parts(order, attempts)
    local first
    for _, attempt in pairs(attempts) do first = math.min(first or attempt.due, attempt.due) end
    if first then
        redis.call('HSET', parts, order, cmsgpack.pack(attempts))
        redis.call('ZADD', part_ends, digits(first), order)
    else
        redis.call('HDEL', parts, order)
        redis.call('ZREM', part_ends, order)
    end
end
