-- ARGV: keys.
return run(function()
    begin()
    local answer = {'levels'}
    for place = FIRST, #ARGV - 1 do answer[#answer + 1] = shown_stock(stock_of(ARGV[place])) end
    return answer
end)
