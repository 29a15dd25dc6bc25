-- ARGV: how many leases at most, how many that have ended.
return run(function()
    local limit = tonumber(ARGV[FIRST])
    local over = collect(limit)
    forget_places(limit)
    return {'swept', forget(tonumber(ARGV[FIRST + 1])), over, redis.call('ZRANGEBYSCORE', part_ends, '-inf', digits(now), 'LIMIT', 0, limit)}
end)
