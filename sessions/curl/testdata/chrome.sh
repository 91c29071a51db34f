curl 'https://rivers.example/api/gauges?limit=10' \
  -X 'POST' \
  -H 'accept: application/json' \
  -H 'accept-language: de-DE,de;q=0.9' \
  -b 'session=abc; theme=dark' \
  -H 'sec-ch-ua: "Weir";v="1", "Not A(Brand";v="24"' \
  --data-raw $'{"name":"it\'s\\n the river\u0021"}' \
  --compressed \
  --insecure
