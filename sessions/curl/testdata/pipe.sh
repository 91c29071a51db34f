{ printf '\000\001%s' x; cat f.bin; } | curl -F 'a=@-;type=image/png' --form-string b=c -T x --next https://rivers.example
