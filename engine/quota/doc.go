// Package quota reads what a server says of its own rate limit in the headers of
// a reply.
//
// There is one standard in the making and a dozen habits older than it. All of
// these are read, several at once if a reply carries several:
//
//	RateLimit: "name";r=50;t=30            IETF draft-ietf-httpapi-ratelimit-headers 08 and later,
//	RateLimit-Policy: "name";q=100;w=60    structured fields as in RFC 9651
//	RateLimit: limit=100, remaining=50, reset=5         draft 07
//	RateLimit-Limit: 100, 100;w=60 (-Remaining, -Reset) drafts 00 to 06
//	RateLimit-Limit, with a reset that is an epoch      GitLab
//	X-RateLimit-Limit, -Remaining, -Reset, -Used        GitHub, Reddit, Discord, Linear and many more
//	X-Rate-Limit-Limit, X-App-Limit-24hour-Remaining    X, Okta
//	X-RateLimit-Remaining-Tokens, -Remaining-Minute     OpenAI, Kong: one quota for each name
//	Anthropic-RateLimit-Tokens-Remaining                Anthropic
//	X-Shopify-Shop-Api-Call-Limit: 32/40                Shopify
//
// Retry-After is not a quota and is read elsewhere.
//
// # Resets
//
// A reset is seconds from now, also fractional; over 10^9 it is an epoch, over
// 10^11 an epoch in milliseconds; or a duration (6m0s), an RFC 3339 time, or an
// HTTP date. A point in time is told by the server's clock, which the reply's
// Date header shows, and is carried over to ours. Date is cut to the second, so
// a corrected reset can be up to a second late, never early. If the reply sat in
// a cache, its Age is added (RFC 9111, section 4.2.3).
//
// # Guarantees
//
// Headers are a stranger's text: what is malformed or absurd counts as not said,
// never as an error. Work and results are bounded, whatever the reply holds. A
// reply without such headers costs no allocation.
//
// The package is pure: it is told the time, holds nothing, and may be called
// from many goroutines at once.
package quota
