-- ARGV: after which key, how many at most.
return run(function()
    begin()
    local from = ARGV[FIRST] == '' and '-' or '(' .. ARGV[FIRST]
    return {'keys', redis.call('ZRANGEBYLEX', stock_keys, from, '+', 'LIMIT', 0, ARGV[FIRST + 1])}
end)
