-- ARGV: order, the bucket that has it, its number again to write it down (empty to look only), for how many milliseconds, a
-- bucket that does not have it any more. In the bucket of its order it is written down where a reservation is.
return run(function()
    local order, bucket, own = ARGV[FIRST], ARGV[FIRST + 1], own_bucket
    local entry, place = find(order), redis.call('HGET', places, order)
    if entry and entry.remote then return {'elsewhere', own} end
    if entry and bucket ~= own then return {'elsewhere', own} end
    if place and place == ARGV[FIRST + 4] then
        redis.call('HDEL', places, order)
        redis.call('ZREM', place_ends, order)
        place = false
    end
    if place and place ~= bucket then return {'elsewhere', place} end
    if ARGV[FIRST + 2] ~= '' then
        local due = math.max(tonumber(redis.call('ZSCORE', place_ends, order) or '0'), now + tonumber(ARGV[FIRST + 3]))
        redis.call('HSET', places, order, bucket)
        redis.call('ZADD', place_ends, digits(due), order)
        -- For each that is new, two that are old: this stays bounded without a sweeper.
        forget_places(2)
    end
    return {'pointed'}
end)
