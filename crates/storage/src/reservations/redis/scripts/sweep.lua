-- ARGV: how many leases at most, how many that have ended. Answers how many were forgotten, whose lease was over, of how many
-- orders parts wait here, and which orders cannot be read.
return run(function()
    local limit = tonumber(ARGV[FIRST])
    local over = collect(limit)
    forget_places(limit)
    local forgotten = forget(tonumber(ARGV[FIRST + 1]))
    local waiting = redis.call('ZRANGEBYSCORE', part_ends, '-inf', digits(now), 'LIMIT', 0, limit)
    return {'swept', forgotten, over, #waiting, unreadable()}
end)
