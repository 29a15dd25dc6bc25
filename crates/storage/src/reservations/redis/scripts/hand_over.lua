-- ARGV: order, token, its hash, for how many milliseconds. An order that was held in one bucket comes to be held in several:
-- what is here becomes a part, with all that the bucket of the order has to know, until that has taken it on.
return run(function()
    begin()
    local order, token, hash = ARGV[FIRST], ARGV[FIRST + 1], ARGV[FIRST + 2]
    local entry, refused = owned(order, token, hash)
    if not entry then return refused end
    if entry.state ~= HELD then return too_late(order, hash, entry.state) end
    if entry.remote then return {'remote'} end
    local all = cjson.encode({owner = entry.owner, token = token, hash = entry.hash, incarnation = entry.incarnation,
        counter = entry.counter, age = now - entry.granted, remaining = entry.due - now, lines = entry.lines,
        call = entry.call})
    entry.is_gone = true
    count('reservations', -1)
    count('lines', -#entry.lines)
    owner_lines(entry.owner, -#entry.lines)
    local attempts = parts_of(order)
    attempts[token] = {
        due = math.min(entry.due, now + tonumber(ARGV[FIRST + 3])), until_when = 0, lines = entry.lines,
        handed_over = all, since = now,
    }
    flush()
    put_parts(order, attempts)
    return {'handed over', order, all}
end)
