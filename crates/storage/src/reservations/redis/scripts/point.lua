-- ARGV: order, the bucket that has it (empty to look only), for how many milliseconds, this bucket, a bucket that does not
-- have it any more. In the bucket of its order it is written down where a reservation is.
return run(function()
    local order, bucket, own = ARGV[FIRST], ARGV[FIRST + 1], ARGV[FIRST + 3]
    local entry, place = find(order), redis.call('HGET', places, order)
    if entry and entry.remote then return {'elsewhere', own} end
    if entry and bucket ~= own then return {'elsewhere', own} end
    if place == ARGV[FIRST + 4] then place = false end
    if place and place ~= bucket then return {'elsewhere', place} end
    if bucket ~= '' then
        local due = math.max(tonumber(redis.call('ZSCORE', place_ends, order) or '0'), now + tonumber(ARGV[FIRST + 2]))
        redis.call('HSET', places, order, bucket)
        redis.call('ZADD', place_ends, digits(due), order)
    end
    return {'pointed'}
end)
