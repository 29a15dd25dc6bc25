-- What steps answer, and what they refuse.
local function grant_of(entry, again)
    return {'granted', entry.token, entry.incarnation, entry.counter, digits(math.max(0, entry.due - now)), again and 1 or 0}
end

local function flag(value) return value and 1 or 0 end

local function view(order, entry)
    local is_held = entry.state == HELD
    local state = entry.state
    if is_held and entry.due <= now then state = EXPIRED end
    local lines = {}
    for _, line in ipairs(entry.lines) do
        lines[#lines + 1] = line[1]
        lines[#lines + 1] = digits(line[2])
    end
    return {order, entry.owner, entry.token, state, flag(entry.forced), flag(entry.late), entry.incarnation, entry.counter,
        digits(math.max(0, now - entry.granted)), digits(is_held and math.max(0, entry.due - now) or 0), lines,
        entry.attempt or ''}
end

-- The lines for which there is too little: key, asked for, how they count, and the stock as it is.
local function short_of(lines, own)
    local short = {}
    for _, line in ipairs(lines) do
        local stock = stock_of(line[1])
        local before = own and own[line[1]] or 0
        local seen = stock
        if before > 0 then
            seen = setmetatable({held = stock.held - before, holders = stock.holders - 1}, {__index = stock})
        end
        local there = available(seen, line[3], line[4], line[5])
        if line[2] > before and there and line[2] > there then
            short[#short + 1] = {line[1], line[2], digits(there)}
        end
    end
    return short
end

local REFUSED = {short = 'refused_short', other_lines = 'refused_conflict', other_owner = 'refused_conflict',
    ended = 'refused_ended', too_many_of_owner = 'refused_owner', too_many_in_all = 'refused_total'}

local function refuse(why, order, owner, hash, detail)
    count(REFUSED[why])
    note('refused', order, owner, hash, why)
    flush()
    return {'refused', why, detail or ''}
end

local function beyond_caps(owner, lines, instead_of, per_owner, total)
    if lines <= instead_of then return nil end
    local more = lines - instead_of
    if counted('lines') + more > total then return 'too_many_in_all' end
    if lines_of(owner) + more > per_owner then return 'too_many_of_owner' end
end

local function fenced_off(order, hash, why)
    count('fenced_off')
    note('fenced_off', order, '', hash, why)
    flush()
end

-- The reservation that somebody says is his; nil and the answer if it is not.
local function owned(order, token, hash)
    local entry = find_here(order)
    if entry and entry.token == token then return entry end
    local why = entry and 'wrong_token' or 'unknown'
    fenced_off(order, hash, why)
    return nil, {why}
end

local function too_late(order, hash, state)
    fenced_off(order, hash, STATES[state])
    if state == EXPIRED then return {'expired'} end
    return {'ended', state}
end

-- Runs a step, whose answer may come early.
local function run(step)
    local ok, answer = pcall(step)
    if ok or (type(answer) == 'table') then return answer end
    return redis.error_reply(tostring(answer))
end
