-- ARGV from 4: of each type its name, the life and the number of the turn that made one ask, the version.
local asked = arguments(4, 4)
local unreadable = look(asked)
if unreadable then return unreadable end
local answer, is_young = {'settled'}, young(life) > 0
for place, name in ipairs(asked) do
    local first = 4 * place
    local incarnation, turn, version = ARGV[first + 1], ARGV[first + 2], ARGV[first + 3]
    local row = rows[name]
    local taken = not is_young and incarnation == life.incarnation and turn == row.turn
    if taken then
        touch(name)
        local stays = row.version ~= '-' and is_of_one_life(row.version, version) and is_newer(row.version, version)
        if not stays then row.version = version end
        keep(row, function(mark) return mark.expires > now end)
    end
    answer[#answer + 1] = taken and 1 or 0
end
save()
return answer
