# list all gauges
TOKEN=abc
curl -sS -G "https://$HOST/v1/gauges" -u "me:$PASS" \
  --data-urlencode "q=a b" -d limit=10 -H "Authorization: Bearer $TOKEN" | jq '.items[]'
