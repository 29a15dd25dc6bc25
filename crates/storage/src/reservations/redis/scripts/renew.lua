-- ARGV: order, token, its hash, milliseconds.
return run(function()
    begin()
    local order, token, hash = ARGV[FIRST], ARGV[FIRST + 1], ARGV[FIRST + 2]
    local entry, refused = owned(order, token, hash)
    if not entry then return refused end
    if entry.state ~= HELD then return too_late(order, hash, entry.state) end
    entry.due = math.max(entry.due, now + tonumber(ARGV[FIRST + 3]))
    change(entry)
    count('renewed')
    note('renewed', order, entry.owner, entry.hash, '')
    local answer = grant_of(entry, false)
    flush()
    return answer
end)
