-- ARGV: order, token, its hash.
return run(function()
    begin()
    local order, token, hash = ARGV[FIRST], ARGV[FIRST + 1], ARGV[FIRST + 2]
    local entry, refused = owned(order, token, hash)
    if not entry then return refused end
    -- Nobody else makes this call: its reply was lost.
    local again = call_id ~= entry.call
    if entry.state == RELEASED and not entry.forced then return {'done', flag(entry.remote), flag(again)} end
    if entry.state ~= HELD then return too_late(order, hash, entry.state) end
    end_entry(entry, RELEASED)
    entry.call = call_id
    count('released')
    note('released', order, entry.owner, entry.hash, '')
    flush()
    forget_now_and_then()
    return {'done', flag(entry.remote), 0}
end)
