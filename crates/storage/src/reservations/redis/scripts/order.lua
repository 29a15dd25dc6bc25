-- Reservations, by their orders. An entry whose lines are in several buckets is kept in the bucket of its order; its stock is
-- not here (`parts` in the buckets of its lines hold it), so nothing of it is touched.
local entries = {}

local function find(order)
    local known = entries[order]
    if known then return known end
    local text = redis.call('HGET', orders, order)
    if not text then return nil end
    local ok, entry = pcall(cmsgpack.unpack, text)
    if not ok or type(entry) ~= 'table' or type(entry.lines) ~= 'table' or not STATES[entry.state]
        or type(entry.token) ~= 'string' or #entry.token ~= 32 or type(entry.due) ~= 'number'
        or type(entry.granted) ~= 'number' or type(entry.owner) ~= 'string' then
        answer_at_once('unreadable', 'the reservation of ' .. order)
    end
    entry.order = order
    entries[order] = entry
    return entry
end

-- The same; one that was handed over to the bucket of its order has to be taken on there first.
local function find_own(order)
    local entry = find(order)
    if entry or not clustered then return entry end
    for _, attempt in pairs(parts_of(order)) do
        if attempt.handed_over then answer_at_once('handed over', order, handed_over_by(attempt)) end
    end
end

-- The same, or who knows more of it.
local function find_here(order)
    local entry = find_own(order)
    if entry or not clustered then return entry end
    local place = redis.call('HGET', places, order)
    if place and place ~= own_bucket then answer_at_once('elsewhere', place) end
end

local function own_stock(entry, line)
    if entry.remote then return nil end
    return stock_of(line[1])
end

-- The same with the stock of its lines, which has to be there to be read as well; false if nothing is known of it.
local function find_whole(order)
    local entry = find(order)
    for _, line in ipairs(entry and entry.lines or {}) do own_stock(entry, line) end
    return entry or false
end

local function find_leased(order)
    return find_whole(order) or answer_at_once('unreadable', 'the reservation of ' .. order)
end

-- An order in a queue that cannot be read waits at its end: whoever else is in this bucket must not suffer from that. What it
-- holds stays held, and each sweep tells of it.
local ASIDE = '+inf'

local function read_or_set_aside(queue, order, read)
    local ok, found = pcall(read, order)
    if ok then return found end
    if type(found) ~= 'table' or found[1] ~= 'unreadable' then error(found, 0) end
    redis.call('ZADD', queue, ASIDE, order)
end

-- A line as it was asked for: key, quantity, rule, count, sold; five arguments each.
local function lines_at(place, number)
    local lines = {}
    for _ = 1, number do
        lines[#lines + 1] = {ARGV[place], tonumber(ARGV[place + 1]), tonumber(ARGV[place + 2]), ARGV[place + 3],
            ARGV[place + 4]}
        place = place + 5
    end
    return lines, place
end

-- As it is kept: without the counts.
local function kept_lines(lines)
    local kept = {}
    for number, line in ipairs(lines) do kept[number] = {line[1], line[2], line[3]} end
    return kept
end

local function has_lines(entry, lines)
    if #entry.lines ~= #lines then return false end
    for number, line in ipairs(entry.lines) do
        if line[1] ~= lines[number][1] or line[2] ~= lines[number][2] then return false end
    end
    return true
end

local function change(entry) entry.changed = true end

local function owner_lines(owner, by) count('owner ' .. owner, by) end

local function lines_of(owner)
    return tonumber(redis.call('HGET', owners, owner) or '0') + (tallied['owner ' .. owner] or 0)
end

local function held_for(time)
    local place = #HOLD_TIMES + 1
    for number, most in ipairs(HOLD_TIMES) do
        if time <= most then
            place = number
            break
        end
    end
    count('hold' .. place)
    count('held_seconds', math.floor(time / 1000))
end

local function end_entry(entry, state)
    for _, line in ipairs(entry.lines) do
        local stock = own_stock(entry, line)
        if stock then
            give_back(stock, line[2])
            if state == COMMITTED then sell(stock, line[2]) end
        end
    end
    held_for(math.max(0, math.min(now, entry.due) - entry.granted))
    entry.state, entry.due = state, now + keep_time
    change(entry)
    count('reservations', -1)
    count('lines', -#entry.lines)
    count('ended')
    owner_lines(entry.owner, -#entry.lines)
end

local function write_entry(order, entry)
    redis.call('HSET', orders, order, cmsgpack.pack({
        owner = entry.owner, token = entry.token, hash = entry.hash, state = entry.state, forced = entry.forced, late = entry.late,
        refused = entry.refused, incarnation = entry.incarnation, counter = entry.counter, granted = entry.granted,
        due = entry.due, lines = entry.lines, call = entry.call, remote = entry.remote, attempt = entry.attempt,
        forced_incarnation = entry.forced_incarnation, forced_counter = entry.forced_counter,
    }))
    if entry.state == HELD then
        redis.call('ZADD', leases, digits(entry.due), order)
    else
        redis.call('ZREM', leases, order)
        redis.call('ZADD', memory, digits(entry.due), order)
    end
    if entry.is_new then redis.call('ZADD', names, 0, order) end
end

local function remove_entry(order)
    redis.call('HDEL', orders, order)
    redis.call('ZREM', leases, order)
    redis.call('ZREM', memory, order)
    redis.call('ZREM', names, order)
end

local function flush_notes()
    if #noted == 0 then return end
    local last = redis.call('HINCRBY', store, 'noted', #noted)
    if clustered and last < micros then
        -- Of several buckets: in the order of time.
        last = micros + #noted
        redis.call('HSET', store, 'noted', digits(last))
    end
    for number, each in ipairs(noted) do
        redis.call('XADD', notes, 'MAXLEN', '~', notes_most, digits(last - #noted + number) .. '-1', 'at', digits(now),
            'kind', each[1], 'subject', each[2], 'owner', each[3], 'token', each[4], 'detail', each[5])
    end
    noted = {}
end

local TESTS_KEPT = 60 * 60 * 1000

-- Writes everything that was decided.
local function flush()
    flush_stocks()
    for order, entry in pairs(entries) do
        if entry.is_gone then
            remove_entry(order)
        elseif entry.changed then
            write_entry(order, entry)
        end
    end
    for what, by in pairs(tallied) do
        local owner = string.match(what, '^owner (.*)$')
        if owner then
            if redis.call('HINCRBY', owners, owner, digits(by)) <= 0 then redis.call('HDEL', owners, owner) end
        elseif by ~= 0 then
            redis.call('HINCRBY', store, what, digits(by))
        end
    end
    flush_notes()
    entries, tallied = {}, {}
    -- What a test has left is gone by itself.
    if string.find(store, 'cartwright-test:', 1, true) then
        for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, TESTS_KEPT) end
    end
end

-- Forgets what has ended long ago, and what is more than may be remembered.
local function forget(limit)
    local surplus = math.max(0, counted('ended') - keep_most)
    local old = redis.call('ZCOUNT', memory, '-inf', digits(now))
    local number = math.min(limit, math.max(surplus, old))
    if number == 0 then return 0 end
    local forgotten = 0
    for _, order in ipairs(redis.call('ZRANGE', memory, 0, number - 1)) do
        local entry = read_or_set_aside(memory, order, find_whole)
        if entry == false then redis.call('ZREM', memory, order) end
        if entry then
            for _, line in ipairs(entry.lines) do
                local stock = own_stock(entry, line)
                if stock then mention(stock, -1) end
            end
            entry.is_gone = true
        end
        if entry ~= nil then
            count('ended', -1)
            forgotten = forgotten + 1
        end
    end
    flush()
    return forgotten
end

-- Collects leases that are over. Answers with their orders, and with how many it has looked at.
local function collect(limit)
    local over = redis.call('ZRANGEBYSCORE', leases, '-inf', digits(now), 'LIMIT', 0, limit)
    local expired = {}
    for _, order in ipairs(over) do
        local entry = read_or_set_aside(leases, order, find_leased)
        if entry then
            end_entry(entry, EXPIRED)
            count('expired')
            note('expired', order, entry.owner, entry.hash, '')
            expired[#expired + 1] = order
        end
    end
    if #over > 0 then flush() end
    return expired, #over
end

-- Every so many steps that end something, what may be forgotten is; so a store stays bounded without a sweeper.
local FORGET_EVERY = 64
local BATCH = 256

-- What was decided before is done, whatever is the matter with what is old.
local function forget_in_passing(limit)
    if not pcall(forget, limit) then stocks, entries, tallied, noted = {}, {}, {}, {} end
end

local function forget_now_and_then()
    local ended = counted('ended')
    if ended > keep_most or (ended > 0 and ended % FORGET_EVERY == 0) then forget_in_passing(2 * FORGET_EVERY) end
end

-- Forgets where orders were.
local function forget_places(limit)
    for _, order in ipairs(redis.call('ZRANGEBYSCORE', place_ends, '-inf', digits(now), 'LIMIT', 0, limit)) do
        redis.call('HDEL', places, order)
        redis.call('ZREM', place_ends, order)
    end
end

-- For each lease that is over, two that were long ago: where nobody pays or cancels, what ends by itself is forgotten, too.
local function collect_in_passing()
    local _, over = collect(BATCH)
    if over > 0 then forget_in_passing(2 * over) end
    if over == BATCH then answer_at_once('again') end
end

local function find_whole_parts(order)
    local attempts = parts_of(order)
    for _, attempt in pairs(attempts) do
        for _, line in ipairs(attempt.lines) do stock_of(line[1]) end
    end
    return attempts
end

-- The orders that were set aside and still cannot be read. Those that can be again are due at once, or when they were.
local function unreadable()
    local orders = {}
    for _, of in ipairs({{leases, find_leased}, {memory, find_whole}, {part_ends, find_whole_parts}}) do
        local queue, read = unpack(of)
        for _, order in ipairs(redis.call('ZRANGEBYSCORE', queue, ASIDE, ASIDE, 'LIMIT', 0, BATCH)) do
            local found = read_or_set_aside(queue, order, read)
            if found == nil then
                orders[#orders + 1] = order
            else
                redis.call('ZADD', queue, digits(found and found.due or now), order)
            end
        end
    end
    return orders
end

-- What others have left undone has to be settled first: leases that are over, parts whose caller may be dead.
local function begin()
    collect_in_passing()
    if clustered then
        local due = redis.call('ZRANGEBYSCORE', part_ends, '-inf', digits(now), 'LIMIT', 0, BATCH)
        for _, order in ipairs(due) do
            local attempts, unsettled = read_or_set_aside(part_ends, order, find_whole_parts), nil
            for id, attempt in pairs(attempts or {}) do
                if attempt.due <= now and attempt.is_over then
                    mention_lines(attempt, -1)
                    attempts[id] = nil
                elseif attempt.due <= now then
                    unsettled = {'unsettled', order, id, digits(attempt.until_when), handed_over_by(attempt)}
                end
            end
            flush()
            if attempts then put_parts(order, attempts) end
            if unsettled then error(unsettled) end
        end
        if #due == BATCH then answer_at_once('again') end
    end
end
