-- What the scripts of locks share. KEYS and what lies in them: see redis_keys.rs.
local fences, locks, ends, names = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local name = ARGV[2]

-- The last grant of a lock; nil if there is none, false if it cannot be read.
local function find(of)
    local text = redis.call('HGET', locks, of)
    if not text then return nil end
    local token, incarnation, counter, granted, expires = string.match(text, '^(%x+) (%d+) (%d+) (%d+) (%d+)$')
    if not token or #token ~= 32 then return false end
    granted, expires = tonumber(granted), tonumber(expires)
    return {
        token = token, incarnation = incarnation, counter = counter, granted = granted, expires = expires,
        live = now < expires and granted < expires,
        -- Never longer than it was lent for, should the clock have been set back.
        remaining = math.max(0, expires - math.max(now, granted)),
        age = math.max(0, now - granted),
    }
end

-- Before anything is written: what is written before an error stays written.
local function look_at_indexes()
    redis.call('ZCARD', ends)
    redis.call('ZCARD', names)
end

local function put(lock)
    local text = table.concat({lock.token, lock.incarnation, lock.counter, digits(lock.granted), digits(lock.expires)}, ' ')
    redis.call('HSET', locks, name, text)
    redis.call('ZADD', ends, digits(lock.expires), name)
    redis.call('ZADD', names, 0, name)
end

local function remove(of)
    redis.call('HDEL', locks, of)
    redis.call('ZREM', ends, of)
    redis.call('ZREM', names, of)
end

-- A fence that nobody has: the incarnation is a new one when the keys are new, and when the server was started since, or
-- another has taken over, because the last grants may not have been kept. Nil if there is none, with what is to be answered.
local function next_fence(last, run)
    local kept = redis.call('HMGET', fences, 'incarnation', 'counter', 'run')
    local incarnation = kept[1]
    if not incarnation or (run ~= '' and kept[3] ~= run) then
        local known = tonumber(incarnation or '0')
        if not known then return nil, {'unreadable'} end
        incarnation = digits(math.max(micros, known + 1, tonumber(last) + 1))
        redis.call('HSET', fences, 'incarnation', incarnation, 'counter', '0', 'run', run)
    elseif not tonumber(incarnation) or not tonumber(kept[2] or '') then
        return nil, {'unreadable'}
    end
    local counted = redis.pcall('HINCRBY', fences, 'counter', 1)
    if type(counted) == 'table' then
        if string.find(counted.err, 'overflow', 1, true) then return nil, {'exhausted'} end
        return nil, counted
    end
    -- As text: beyond 2^53 Lua's own number is not exact.
    return {incarnation = incarnation, counter = redis.call('HGET', fences, 'counter')}
end

