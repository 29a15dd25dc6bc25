-- ARGV: order, token, its hash, mode, fence to go beyond (two), until when parts may be confirmed, the attempt, how many
-- counts, counts: key, rule, count, sold. Late lines in several buckets have to be taken again there before: the mode is
-- empty, then `confirm` or `short`.
local function is_one_holders(stock, rule)
    if stock.policy == EXCLUSIVE then return true end
    if stock.policy == UNKNOWN then return rule == ONE_HOLDER or rule == STORE_OR_ONE_HOLDER end
    return rule == ONE_HOLDER
end

local function can_be_taken(entry, counts)
    for _, line in ipairs(entry.lines) do
        local stock, rule, given, sold = stock_of(line[1]), line[3], '', ''
        -- Nobody can know what he would count now; without it the answer is no.
        if rule == ON_HAND then
            local counted = counts[line[1]]
            if not counted then return false end
            rule, given, sold = unpack(counted)
        end
        -- Whoever held it alone since may have acted; then the one who comes late is fenced off.
        if is_one_holders(stock, rule) and not is_fence_of(stock, entry.incarnation, entry.counter) then return false end
        local there = available(stock, rule, given, sold)
        if there and there < line[2] then return false end
    end
    return true
end

local function sell_again(entry)
    local incarnation, counter = next_fence()
    for _, line in ipairs(entry.remote and {} or entry.lines) do
        local stock = stock_of(line[1])
        sell(stock, line[2])
        fence_stock(stock, incarnation, counter)
    end
    entry.incarnation, entry.counter = incarnation, counter
    entry.state, entry.late, entry.due = COMMITTED, true, now + keep_time
    change(entry)
    count('committed_late')
end

local function refund(entry, hash)
    entry.refused = true
    change(entry)
    return too_late(entry.order, hash, EXPIRED)
end

local function committed(entry, again)
    return {'committed', entry.incarnation, entry.counter, flag(entry.late), again and 1 or 0, flag(entry.remote)}
end

return run(function()
    begin()
    local order, token, hash, mode = ARGV[FIRST], ARGV[FIRST + 1], ARGV[FIRST + 2], ARGV[FIRST + 3]
    local counts = {}
    local place = FIRST + 9
    for _ = 1, tonumber(ARGV[FIRST + 8]) do
        counts[ARGV[place]] = {tonumber(ARGV[place + 1]), ARGV[place + 2], ARGV[place + 3]}
        place = place + 4
    end
    local entry, refused = owned(order, token, hash)
    if not entry then return refused end
    -- Nobody else makes this call: its reply was lost.
    if entry.state == COMMITTED then return committed(entry, call_id ~= entry.call) end
    if entry.state == HELD then
        end_entry(entry, COMMITTED)
    elseif entry.state == EXPIRED and not entry.refused then
        if not entry.remote then
            if not can_be_taken(entry, counts) then return refund(entry, hash) end
        elseif mode == '' then
            local rules = {}
            for number, line in ipairs(entry.lines) do rules[number] = line[3] end
            return {'late', digits(now), view(order, entry), rules}
        elseif mode == 'short' then
            return refund(entry, hash)
        else
            if now >= tonumber(ARGV[FIRST + 6]) then return {'too late'} end
            raise_fences(ARGV[FIRST + 4], ARGV[FIRST + 5])
            entry.attempt = ARGV[FIRST + 7]
        end
        sell_again(entry)
    else
        return too_late(order, hash, entry.state)
    end
    entry.call = call_id
    count('committed')
    note('committed', order, entry.owner, entry.hash, entry.late and 'late' or '')
    flush()
    forget_now_and_then()
    return committed(entry, false)
end)
