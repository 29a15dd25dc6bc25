-- What all scripts of reservations share. KEYS and what lies in them: see keys.rs. Everything is read and decided in memory
-- and written at the end, by flush(): what is written before an error stays written.
local store, stock_hash, on_hand, stock_keys, orders, leases, memory, names, owners, notes, parts, part_ends, places,
    place_ends, calls = unpack(KEYS)
local keep_time, keep_most, notes_most = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
-- The number of this bucket, where there are several.
local own_bucket, clustered = ARGV[6], ARGV[6] ~= ''
local greatest_seen, call_id, run_id = ARGV[5], ARGV[7], ARGV[#ARGV]
-- The first argument of the step itself.
local FIRST = 8

local HELD, COMMITTED, RELEASED, EXPIRED = 0, 1, 2, 3
local UNKNOWN, TRACKED, UNTRACKED, EXCLUSIVE = 0, 1, 2, 3
local OF_STORE, ON_HAND, ONE_HOLDER, STORE_OR_ONE_HOLDER = 0, 1, 2, 3
local STATES = {[0] = 'held', 'committed', 'released', 'expired'}
-- The upper ends of the histogram of hold times, in milliseconds.
local HOLD_TIMES = {1e3, 5e3, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 216e5, 864e5}

-- Ends the script with an answer, before anything was written.
local function answer_at_once(...) error({...}) end

-- What was counted in this step; it is added at the end.
local tallied = {}
local function count(what, by) tallied[what] = (tallied[what] or 0) + (by or 1) end

local function counted(what)
    return tonumber(redis.call('HGET', store, what) or '0') + (tallied[what] or 0)
end

local noted = {}
local function note(kind, subject, owner, token, detail)
    noted[#noted + 1] = {kind, subject, owner, token, detail}
end

-- Fences are two whole numbers as text: beyond 2^53 Lua's own are not exact.
local function is_greater(incarnation, counter, than_incarnation, than_counter)
    local one, other = tonumber(incarnation), tonumber(than_incarnation)
    if one ~= other then return one > other end
    if #counter ~= #than_counter then return #counter > #than_counter end
    return counter > than_counter
end

-- The incarnation is a new one when the keys are new, and when the server was started since, or another has taken over,
-- because the last grants may not have been kept.
local function begin_incarnation()
    local kept = redis.call('HMGET', store, 'incarnation', 'counter', 'run')
    local incarnation = kept[1]
    if not incarnation or (run_id ~= '' and kept[3] ~= run_id) then
        local known = tonumber(incarnation or '0')
        if not known then answer_at_once('unreadable', 'the store') end
        incarnation = digits(math.max(micros, known + 1, tonumber(greatest_seen) + 1))
        redis.call('HSET', store, 'incarnation', incarnation, 'counter', '0', 'run', run_id)
    elseif not tonumber(incarnation) or not tonumber(kept[2] or '') then
        answer_at_once('unreadable', 'the store')
    end
    return incarnation
end

-- A fence that nobody has. It is taken when everything else has been decided.
local function next_fence()
    local incarnation = begin_incarnation()
    local next = redis.pcall('HINCRBY', store, 'counter', 1)
    if type(next) == 'table' then
        if string.find(next.err, 'overflow', 1, true) then answer_at_once('exhausted') end
        error(next)
    end
    return incarnation, redis.call('HGET', store, 'counter')
end

-- Fences go on after this one.
local function raise_fences(incarnation, counter)
    if incarnation == '' then return end
    local own = begin_incarnation()
    if is_greater(incarnation, counter, own, redis.call('HGET', store, 'counter')) then
        redis.call('HSET', store, 'incarnation', incarnation, 'counter', counter)
    end
end
