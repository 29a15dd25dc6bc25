-- ARGV: order, reason.
return run(function()
    begin()
    local order = ARGV[FIRST]
    local entry = find_here(order)
    if not entry then return {'unknown'} end
    if entry.state == HELD then
        force_entry(entry, ARGV[FIRST + 1])
        flush()
        forget_now_and_then()
    elseif entry.call ~= call_id or not entry.forced then
        if entry.state == EXPIRED then return {'expired'} end
        return {'ended', entry.state}
    end
    return {'done', entry.forced_incarnation, entry.forced_counter, flag(entry.remote)}
end)
