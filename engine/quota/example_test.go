package quota_test

import (
	"fmt"
	"net/http"
	"time"

	"weir/engine/quota"
)

// What a reply says of its server's limits, in whatever words.
func ExampleParse() {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	for _, h := range []http.Header{
		{"X-Ratelimit-Limit": {"60"}, "X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {"1795608030"}},
		{"Ratelimit": {`"minute";r=12;t=30`}, "Ratelimit-Policy": {`"minute";q=100;w=60`}},
		{"X-Shopify-Shop-Api-Call-Limit": {"32/40"}},
	} {
		for _, q := range quota.Parse(h, now) {
			fmt.Printf("%s: %v of %v left, exhausted: %v\n", q.Dialect, q.Remaining, q.Limit, q.Exhausted())
		}
	}
	// Output:
	// x-ratelimit: 0 of 60 left, exhausted: true
	// draft-08: 12 of 100 left, exhausted: false
	// shopify: 8 of 40 left, exhausted: false
}
