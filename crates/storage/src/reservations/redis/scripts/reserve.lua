-- ARGV: order, owner, token, its hash, milliseconds, most of an owner, most in all, mode, fence to go beyond (two), until when
-- its parts may be confirmed, the attempt, how many lines, lines. The mode is empty where the stock is in this bucket, and the bucket of
-- the order stands in place of the time. `look`, `confirm` and `short` are the steps of an order whose lines are in several:
-- nothing is held before `confirm`. `known` only asks whether the order is.
local function grant(order, owner, token, hash, lifetime, mode, lines)
    if mode == 'confirm' then raise_fences(ARGV[FIRST + 8], ARGV[FIRST + 9]) end
    local incarnation, counter = next_fence()
    local entry = {order = order, owner = owner, token = token, hash = hash, state = HELD, incarnation = incarnation,
        counter = counter, granted = now, due = now + lifetime, lines = kept_lines(lines), is_new = true}
    if mode == 'confirm' then
        entry.remote, entry.attempt = true, ARGV[FIRST + 11]
    else
        for _, line in ipairs(lines) do
            local stock = stock_of(line[1])
            take(stock, line[2])
            mention(stock, 1)
            fence_stock(stock, incarnation, counter)
            stock.last = order
        end
    end
    entries[order] = entry
    change(entry)
    count('granted')
    count('reservations')
    count('lines', #lines)
    owner_lines(owner, #lines)
    note('reserved', order, owner, hash, '')
    local answer = grant_of(entry, false)
    flush()
    return answer
end

local function reserve()
    begin()
    local order, owner, token, hash = ARGV[FIRST], ARGV[FIRST + 1], ARGV[FIRST + 2], ARGV[FIRST + 3]
    local mode = ARGV[FIRST + 7]
    local lines = lines_at(FIRST + 13, tonumber(ARGV[FIRST + 12]))
    local entry
    -- Who has just held something in this bucket learns by `point` who knows more of the order.
    if mode == '' then
        entry = find_own(order)
        if not entry and clustered and next(most_of(parts_of(order))) then return {'elsewhere', ARGV[FIRST + 10]} end
    else
        entry = find_here(order)
    end
    if entry then
        if entry.owner ~= owner then return refuse('other_owner', order, owner, '') end
        if entry.state ~= HELD then return refuse('ended', order, owner, '', entry.state) end
        if not has_lines(entry, lines) then return refuse('other_lines', order, owner, '') end
        -- Nobody else has this token: it is the same attempt, whose reply was lost.
        return grant_of(entry, entry.token ~= token)
    end
    if mode == 'known' then return {'free', digits(now)} end
    local why = beyond_caps(owner, #lines, 0, tonumber(ARGV[FIRST + 5]), tonumber(ARGV[FIRST + 6]))
    if why then return refuse(why, order, owner, '', ARGV[FIRST + (why == 'too_many_of_owner' and 5 or 6)]) end
    if mode == 'look' then return {'free', digits(now)} end
    if mode == 'short' then return refuse('short', order, owner, '') end
    if mode == 'confirm' then
        if now >= tonumber(ARGV[FIRST + 10]) then return {'too late'} end
    else
        local short = short_of(lines)
        if #short > 0 then return refuse('short', order, owner, '', short) end
    end
    return grant(order, owner, token, hash, tonumber(ARGV[FIRST + 4]), mode, lines)
end

return run(reserve)
