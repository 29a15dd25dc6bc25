-- ARGV: order, attempt, until when it may be confirmed. What became of an attempt, in the bucket of its order. It asks for no
-- other parts, or two could wait for each other's verdict.
return run(function()
    collect_in_passing()
    local entry, until_when = find(ARGV[FIRST]), tonumber(ARGV[FIRST + 2])
    if entry and entry.remote and entry.attempt == ARGV[FIRST + 1] then
        if entry.state == HELD then return {'keep', digits(entry.due - now), entry.incarnation, entry.counter} end
        if entry.state == COMMITTED then return {'sell', '0', entry.incarnation, entry.counter} end
        -- With its fence, which the part may never have been told: who has its keys next needs a greater one.
        return {'drop', '0', entry.forced_incarnation or entry.incarnation, entry.forced_counter or entry.counter}
    end
    -- It is dropped some time after it cannot be confirmed any more: after a failover the clock may be another one.
    local dropped_at = until_when + 10000
    if now < dropped_at then return {'wait', digits(dropped_at - now), '', ''} end
    return {'forget', '0', '', ''}
end)
