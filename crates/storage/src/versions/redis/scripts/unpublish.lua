-- Leaves no version standing.
local asked = {}
for _, name in ipairs(redis.call('HKEYS', versions)) do
    if name ~= '' then asked[#asked + 1] = name end
end
local unreadable = look(asked)
if unreadable then return unreadable end
local stood = 0
for _, name in ipairs(asked) do
    if rows[name].version ~= '-' then
        touch(name).version = '-'
        stood = stood + 1
    end
end
save()
return {'unpublished', stood}
