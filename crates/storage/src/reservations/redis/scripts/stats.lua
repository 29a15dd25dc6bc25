-- Which life of the store it is, and what was counted.
return run(function()
    begin()
    begin_incarnation()
    return {'stats', redis.call('HGETALL', store)}
end)
