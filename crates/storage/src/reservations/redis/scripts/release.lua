-- ARGV: order, token, its hash.
return run(function()
    begin()
    local order, token, hash = ARGV[FIRST], ARGV[FIRST + 1], ARGV[FIRST + 2]
    local entry, refused = owned(order, token, hash)
    if not entry then return refused end
    if entry.state == RELEASED and not entry.forced then return {'done', flag(entry.remote)} end
    if entry.state ~= HELD then return too_late(order, hash, entry.state) end
    end_entry(entry, RELEASED)
    count('released')
    note('released', order, entry.owner, entry.hash, '')
    flush()
    forget_now_and_then()
    return {'done', flag(entry.remote)}
end)
