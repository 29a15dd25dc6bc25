-- ARGV: after which entry, how many at most. Answers with the time as well: what is noted here later gets a greater number.
return run(function()
    begin()
    return {'notes', redis.call('XRANGE', notes, '(' .. ARGV[FIRST] .. '-1', '+', 'COUNT', ARGV[FIRST + 1]), digits(micros)}
end)
