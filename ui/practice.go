package ui

// practice lists requests of the practice API, each of which shows one thing
// that the engine does.
func practice(base string) []Named {
	gauges := base + "/v1/"
	return []Named{
		{Name: "link header", URL: gauges + "link/gauges?limit=50", Hint: "10,000 gauges; the Link header leads from page to page"},
		{Name: "page numbers", URL: gauges + "page/gauges?page=1&per_page=50", Hint: "pages by their number, with the total: several are fetched at once"},
		{Name: "offset and limit", URL: gauges + "offset/gauges?offset=0&limit=50", Hint: "offset and limit, with the total"},
		{Name: "cursor", URL: gauges + "cursor/gauges?limit=50", Hint: "an opaque cursor in the body"},
		{Name: "next URL", URL: gauges + "next/gauges?limit=50", Hint: "the next page's URL stands in the body"},
		{Name: "limited API", URL: gauges + "limited/gauges?limit=20", Hint: "10 requests a second, burst 10: press A for all pages and see the quota hold the bucket before the server says 429"},
		{Name: "outage", URL: gauges + "outage/gauges?limit=20&latency=150ms&every=20s", Hint: "well for 14 s, then down for 6 s: press A and see the breaker open, probe and close"},
		{Name: "flaky replies", URL: gauges + "cursor/gauges?limit=50&fail=0.3&seed=7", Hint: "three of ten replies are a 503: see the retries back off"},
		{Name: "slow replies", URL: gauges + "page/gauges?page=1&per_page=50&latency=300ms..1500ms", Hint: "replies take up to 1.5 s: see what is on the wire"},
		{Name: "broken pipes", URL: gauges + "cursor/gauges?limit=50&reset=0.2&truncate=0.1&seed=3", Hint: "connections are reset and bodies cut: see what is retried"},
		{Name: "index", URL: base + "/", Hint: "the index of the practice API"},
		{Name: "statistics", URL: base + "/stats", Hint: "what the server has counted"},
	}
}
