package quota

import "strings"

// shopify reads 32/40: what is in the leaky bucket, and what it holds. How fast
// it leaks depends on the shop's plan and is not told.
func shopify(found []field) []Quota {
	f, ok := lookup(found, "x-shopify-shop-api-call-limit")
	if !ok {
		f, ok = lookup(found, "http_x_shopify_shop_api_call_limit")
	}
	if !ok {
		return nil
	}
	usedText, limitText, _ := strings.Cut(f.value, "/")
	used, limit := amount(usedText), amount(limitText)
	if used == Unknown || limit == Unknown {
		return nil
	}
	return []Quota{{
		Dialect: DialectShopify, Limit: limit, Remaining: max(0, limit-used), Evidence: evidence(f),
	}}
}
