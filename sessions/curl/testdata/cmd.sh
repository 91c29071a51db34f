curl ^"https://rivers.example/a?x=1^&y=^%^5E^" ^
  -H ^"accept: */*^" ^
  --data-raw ^"^{^\^"a^\^":1^}^"