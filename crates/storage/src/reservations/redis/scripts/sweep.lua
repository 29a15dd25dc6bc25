-- ARGV: how many leases at most, how many that have ended.
return run(function()
    local limit = tonumber(ARGV[FIRST])
    local over = collect(limit)
    local gone = redis.call('ZRANGEBYSCORE', place_ends, '-inf', digits(now), 'LIMIT', 0, limit)
    for _, order in ipairs(gone) do
        redis.call('HDEL', places, order)
        redis.call('ZREM', place_ends, order)
    end
    return {'swept', forget(tonumber(ARGV[FIRST + 1])), over, redis.call('ZRANGEBYSCORE', part_ends, '-inf', digits(now), 'LIMIT', 0, limit)}
end)
