-- ARGV from 4: types. Begins a life where there is none, and looks.
local asked = arguments(4, 1)
local unreadable = look(asked)
if unreadable then return unreadable end
if begins then save() end
local list = {}
for place, name in ipairs(asked) do list[place] = rows[name] end
return look_at(life, list)
