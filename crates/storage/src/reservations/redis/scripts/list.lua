-- ARGV: after which order, how many at most, state or -1, owner, how many to look at. Answers whether there may be more, where
-- it stopped, and what it found.
return run(function()
    begin()
    local after, limit, state, owner = ARGV[FIRST], tonumber(ARGV[FIRST + 1]), tonumber(ARGV[FIRST + 2]), ARGV[FIRST + 3]
    local looked_at = tonumber(ARGV[FIRST + 4])
    local from = after == '' and '-' or '(' .. after
    local all = redis.call('ZRANGEBYLEX', names, from, '+', 'LIMIT', 0, looked_at)
    local answer = {'list', 0, ''}
    for _, order in ipairs(all) do
        if #answer - 3 >= limit then break end
        local entry = find(order)
        if not entry then answer_at_once('unreadable', 'the reservation of ' .. order) end
        answer[3] = order
        if (state == -1 or entry.state == state) and (owner == '' or entry.owner == owner) then
            answer[#answer + 1] = view(order, entry)
        end
    end
    if #all == looked_at and #answer - 3 < limit then answer[2] = 1 end
    return answer
end)
