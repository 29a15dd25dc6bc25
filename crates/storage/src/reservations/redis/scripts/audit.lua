-- ARGV: after which entry, how many at most.
return run(function()
    begin()
    return {'notes', redis.call('XRANGE', notes, '(' .. ARGV[FIRST] .. '-1', '+', 'COUNT', ARGV[FIRST + 1])}
end)
