curl --request PUT --url https://rivers.example/v1/gauges/1 --header 'content-type: application/json' --data @- <<-EOF
	{"level": "$LEVEL", "by": "\$me"}
	EOF
