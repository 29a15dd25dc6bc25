-- ARGV: order, token, its hash, most of an owner, most in all, mode, fence to go beyond (two), until when parts may be
-- confirmed, the attempt (the bucket of the lines where they have one), how many lines, lines, and with a mode the attempt
-- that counted when the lines were looked at. The modes are those of reserve.lua.
local function amend_here(entry, lines)
    local incarnation, counter = next_fence()
    for _, line in ipairs(entry.lines) do
        local stock = stock_of(line[1])
        give_back(stock, line[2])
        mention(stock, -1)
    end
    for _, line in ipairs(lines) do
        local stock = stock_of(line[1])
        take(stock, line[2])
        mention(stock, 1)
        fence_stock(stock, incarnation, counter)
        stock.last = entry.order
    end
    return incarnation, counter
end

local function amend()
    begin()
    local order, token, hash = ARGV[FIRST], ARGV[FIRST + 1], ARGV[FIRST + 2]
    local mode = ARGV[FIRST + 5]
    local lines, place = lines_at(FIRST + 11, tonumber(ARGV[FIRST + 10]))
    local entry, refused = owned(order, token, hash)
    if not entry then return refused end
    if entry.state ~= HELD then return too_late(order, hash, entry.state) end
    if has_lines(entry, lines) then return grant_of(entry, call_id ~= entry.call) end
    local why = beyond_caps(entry.owner, #lines, #entry.lines, tonumber(ARGV[FIRST + 3]), tonumber(ARGV[FIRST + 4]))
    if why then
        return refuse(why, order, entry.owner, entry.hash, ARGV[FIRST + (why == 'too_many_of_owner' and 3 or 4)])
    end
    local incarnation, counter
    if entry.remote then
        if mode == 'look' then return {'free', digits(now), view(order, entry)} end
        if mode == 'short' then return refuse('short', order, entry.owner, entry.hash) end
        if mode ~= 'confirm' then return {'remote'} end
        -- Another amendment counts by now, whose parts nobody would give back.
        if entry.attempt ~= ARGV[place] then return {'overtaken'} end
        if now >= tonumber(ARGV[FIRST + 8]) then return {'too late'} end
        raise_fences(ARGV[FIRST + 6], ARGV[FIRST + 7])
        incarnation, counter = next_fence()
        entry.attempt = ARGV[FIRST + 9]
    else
        if mode ~= '' then return {'local'} end
        if clustered and ARGV[FIRST + 9] ~= own_bucket then return {'remote'} end
        local own = {}
        for _, line in ipairs(entry.lines) do own[line[1]] = line[2] end
        local short = short_of(lines, own)
        if #short > 0 then return refuse('short', order, entry.owner, entry.hash, short) end
        incarnation, counter = amend_here(entry, lines)
    end
    count('lines', #lines - #entry.lines)
    owner_lines(entry.owner, #lines - #entry.lines)
    entry.lines, entry.incarnation, entry.counter, entry.call = kept_lines(lines), incarnation, counter, call_id
    change(entry)
    count('amended')
    note('amended', order, entry.owner, entry.hash, '')
    local answer = grant_of(entry, false)
    flush()
    return answer
end

return run(amend)
