-- Takes back what somebody holds.
local function force_entry(entry, reason)
    local incarnation, counter = next_fence()
    for _, line in ipairs(entry.lines) do
        local stock = own_stock(entry, line)
        if stock then fence_stock(stock, incarnation, counter) end
    end
    entry.forced, entry.call = true, call_id
    entry.forced_incarnation, entry.forced_counter = incarnation, counter
    end_entry(entry, RELEASED)
    count('forced')
    note('forced', entry.order, entry.owner, entry.hash, reason)
end
