-- ARGV: how many at most, reason. Answers with the orders, and whether lines of each are elsewhere.
return run(function()
    begin()
    local answer = {'cleared'}
    for _, order in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', '(' .. ASIDE, 'LIMIT', 0, ARGV[FIRST])) do
        local entry = read_or_set_aside(leases, order, find_leased)
        if entry then
            answer[#answer + 1] = order
            answer[#answer + 1] = flag(entry.remote)
            force_entry(entry, ARGV[FIRST + 1])
        end
    end
    flush()
    forget_now_and_then()
    return answer
end)
