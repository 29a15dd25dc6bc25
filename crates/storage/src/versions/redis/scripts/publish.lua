-- ARGV from 4: token (empty: nobody's), then of each type its name and version.
local asked, published = arguments(5, 2), arguments(6, 2)
local unreadable = look(asked)
if unreadable then return unreadable end
local answer = {'published'}
for place, name in ipairs(asked) do
    local row, version = touch(name), published[place]
    local word = 'stood'
    if row.version == '-' or not is_of_one_life(row.version, version) then
        row.version, word = '-', 'unpublished'
    elseif is_newer(version, row.version) then
        row.version, word = version, 'raised'
    end
    keep(row, not_of(ARGV[4]))
    answer[#answer + 1] = word
end
save()
return answer
