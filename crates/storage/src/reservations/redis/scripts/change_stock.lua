-- ARGV: key, policy or -1 for an adjustment, the count or by how much, what is noted of a policy.
local CALLS_KEPT = 10 * 60 * 1000

-- Whole numbers that Lua has no room for are changed by Redis; what leads below nothing is taken back.
local function adjusted(key, stock, by)
    local after = redis.pcall('HINCRBY', on_hand, key, by)
    if type(after) == 'table' then return nil end
    if after < 0 and string.sub(by, 1, 1) == '-' or after < 0 and by == '0' then
        redis.call('HSET', on_hand, key, stock.on_hand)
        return nil
    end
    return redis.call('HGET', on_hand, key)
end

return run(function()
    begin()
    local key, policy, number = ARGV[FIRST], tonumber(ARGV[FIRST + 1]), ARGV[FIRST + 2]
    local stock = stock_of(key)
    redis.call('XLEN', notes)
    redis.call('ZCARD', stock_keys)
    local recent = redis.call('ZSCORE', calls, call_id)
    -- Nobody else makes this call: its reply was lost.
    if recent then return {'changed', shown_stock(stock)} end
    local detail = ARGV[FIRST + 3]
    if policy == -1 then
        if stock.policy ~= TRACKED then return {'unchanged', shown_stock(stock)} end
        local after = adjusted(key, stock, number)
        if not after then return {'unchanged', shown_stock(stock)} end
        stock.on_hand, detail = after, 'tracked ' .. after
    else
        stock.policy, stock.on_hand = policy, nil
        if policy == TRACKED then
            stock.on_hand = number
            redis.call('HSET', on_hand, key, number)
        end
    end
    stock.changed = true
    redis.call('ZREMRANGEBYSCORE', calls, '-inf', digits(now - CALLS_KEPT))
    redis.call('ZADD', calls, digits(now), call_id)
    note('stock_changed', key, '', '', detail)
    local shown = shown_stock(stock)
    flush()
    return {'changed', shown}
end)
