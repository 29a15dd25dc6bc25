-- ARGV: order, attempt, what became of it (keep, sell, drop, wait, or forget if it never was confirmed), for how many milliseconds more, fence (two).
local SOLD_KEPT = 10 * 60 * 1000

return run(function()
    local order, id, what = ARGV[FIRST], ARGV[FIRST + 1], ARGV[FIRST + 2]
    local attempts = parts_of(order)
    local attempt = attempts[id]
    if not attempt or attempt.is_over and what ~= 'forget' then return {'settled'} end
    local before = most_of(attempts)
    if what == 'keep' or what == 'wait' then
        attempt.due = now + tonumber(ARGV[FIRST + 3])
        if what == 'keep' then attempt.handed_over = nil end
    elseif what == 'sell' then
        -- Nothing else of an order that is sold can be confirmed. That it was sold is remembered for a while, or a preparation
        -- that arrives once more would be sold once more.
        for each_id, each in pairs(attempts) do
            if each_id ~= id then mention_lines(each, -1) end
        end
        attempt.is_over, attempt.due, attempt.handed_over = true, now + SOLD_KEPT, nil
        attempts = {[id] = attempt}
    elseif what == 'drop' then
        attempt.is_over, attempt.due, attempt.handed_over = true, now + keep_time, nil
    else
        mention_lines(attempt, -1)
        attempts[id] = nil
    end
    hold_instead(before, most_of(attempts))
    -- What was dropped had a fence, too.
    if ARGV[FIRST + 4] ~= '' then
        raise_fences(ARGV[FIRST + 4], ARGV[FIRST + 5])
        for _, line in ipairs(attempt.lines) do
            local stock = stock_of(line[1])
            fence_stock(stock, ARGV[FIRST + 4], ARGV[FIRST + 5])
            if what == 'sell' then
                sell(stock, line[2])
            elseif what == 'keep' and is_fence_of(stock, ARGV[FIRST + 4], ARGV[FIRST + 5]) then
                stock.last, stock.changed = order, true
            end
        end
    end
    flush()
    put_parts(order, attempts)
    return {'settled'}
end)
