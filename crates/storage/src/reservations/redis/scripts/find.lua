-- ARGV: order.
return run(function()
    begin()
    local entry = find_here(ARGV[FIRST])
    if not entry then return {'nobody'} end
    return {'found', view(ARGV[FIRST], entry)}
end)
