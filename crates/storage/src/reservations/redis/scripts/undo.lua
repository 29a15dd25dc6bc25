-- ARGV: order, token. A reservation is taken back as if it had not been: the order has one in another bucket.
return run(function()
    local order = ARGV[FIRST]
    local entry = find(order)
    if not entry or entry.token ~= ARGV[FIRST + 1] or entry.remote then return {'undone'} end
    if entry.state == HELD then
        end_entry(entry, RELEASED)
        count('released')
        note('released', order, entry.owner, entry.hash, '')
    end
    for _, line in ipairs(entry.lines) do mention(stock_of(line[1]), -1) end
    entry.is_gone = true
    count('ended', -1)
    flush()
    return {'undone'}
end)
