-- KEYS: what is to go.
return {'gone', redis.call('UNLINK', unpack(KEYS))}
