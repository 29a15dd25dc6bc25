-- KEYS: the value. Answers with the time beside it; what it means to the ends of the value is looked at by who asks.
return {'value', digits(now), redis.call('GET', KEYS[1])}
