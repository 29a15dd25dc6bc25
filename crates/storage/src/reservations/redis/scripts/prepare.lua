-- ARGV: order, attempt, for how many milliseconds, until when (by the clock of the order's bucket) it may be confirmed, fence
-- that late lines of one holder must still have (two, empty if they are not late), how many lines, lines.
return run(function()
    begin()
    local order, id = ARGV[FIRST], ARGV[FIRST + 1]
    local incarnation, counter = ARGV[FIRST + 4], ARGV[FIRST + 5]
    local lines = lines_at(FIRST + 7, tonumber(ARGV[FIRST + 6]))
    local attempts = parts_of(order)
    -- What became of it is decided already: this is a message that was thought lost and sent again.
    if attempts[id] and attempts[id].is_over then return {'prepared', begin_incarnation(), redis.call('HGET', store, 'counter')} end
    local before = most_of(attempts)
    local short = short_of(lines, before)
    if incarnation ~= '' then
        for _, line in ipairs(lines) do
            local stock = stock_of(line[1])
            local alone = stock.policy == EXCLUSIVE or line[3] == ONE_HOLDER
                or stock.policy == UNKNOWN and line[3] == STORE_OR_ONE_HOLDER
            if alone and not is_fence_of(stock, incarnation, counter) then short[#short + 1] = {line[1], line[2], '0'} end
        end
    end
    if #short > 0 then return {'short', short} end
    local of = begin_incarnation()
    if not attempts[id] then mention_lines({lines = lines}, 1) end
    attempts[id] = {due = now + tonumber(ARGV[FIRST + 2]), until_when = tonumber(ARGV[FIRST + 3]), lines = kept_lines(lines)}
    hold_instead(before, most_of(attempts))
    flush()
    put_parts(order, attempts)
    return {'prepared', of, redis.call('HGET', store, 'counter')}
end)
