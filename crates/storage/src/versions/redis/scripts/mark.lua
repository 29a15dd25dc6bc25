-- ARGV from 4: token, milliseconds, types.
local asked, token, expires = arguments(6, 1), ARGV[4], now + tonumber(ARGV[5])
local unreadable = look(asked)
if unreadable then return unreadable end
for _, name in ipairs(asked) do
    local row, lasts = touch(name), expires
    for _, mark in ipairs(row.marks) do
        if mark.token == token then lasts = math.max(lasts, mark.expires) end
    end
    keep(row, not_of(token))
    row.marks[#row.marks + 1] = {token = token, expires = lasts}
end
save()
return {'done'}
