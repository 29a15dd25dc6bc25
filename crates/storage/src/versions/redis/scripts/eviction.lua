-- KEYS: those of the versions, so that their node is asked. Memory that may be used, and what is evicted when it is used up.
local told = redis.pcall('INFO', 'memory')
if type(told) == 'table' then return {'no history', told.err} end
local most = string.match(told, 'maxmemory:(%d+)') or '0'
return {'eviction', most, string.match(told, 'maxmemory_policy:(%S+)') or 'noeviction'}
