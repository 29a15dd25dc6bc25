-- ARGV from 4: token, types.
local asked = arguments(5, 1)
local unreadable = look(asked)
if unreadable then return unreadable end
for _, name in ipairs(asked) do keep(touch(name), not_of(ARGV[4])) end
save()
return {'done'}
