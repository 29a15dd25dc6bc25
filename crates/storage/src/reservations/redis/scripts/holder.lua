-- ARGV: key.
return run(function()
    begin()
    local stock = stock_of(ARGV[FIRST])
    if stock.last == '' then return {'nobody'} end
    local entry = find(stock.last)
    if entry and not entry.remote then
        if entry.state ~= HELD or not is_fence_of(stock, entry.incarnation, entry.counter) then return {'nobody'} end
        return {'found', view(stock.last, entry)}
    end
    if redis.call('HEXISTS', parts, stock.last) == 0 then return {'nobody'} end
    return {'part', stock.last, stock.incarnation, stock.counter}
end)
