-- ARGV: order, what was handed over. The bucket of an order takes it on, once.
return run(function()
    local order = ARGV[FIRST]
    if find(order) then return {'taken on'} end
    local entry = cjson.decode(ARGV[FIRST + 1])
    entry.order, entry.state, entry.remote, entry.attempt, entry.is_new = order, HELD, true, entry.token, true
    entry.granted, entry.due = now - entry.age, now + entry.remaining
    entries[order] = entry
    change(entry)
    count('reservations')
    count('lines', #entry.lines)
    owner_lines(entry.owner, #entry.lines)
    flush()
    redis.call('HDEL', places, order)
    redis.call('ZREM', place_ends, order)
    return {'taken on'}
end)
