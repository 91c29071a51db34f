package transport

import "strings"

// offered is what Accept-Encoding says where a request does not (RFC 9110,
// section 12.5.3).
const offered = "gzip, deflate, br, zstd"

// maxLayers is how many codings of one body are taken off.
const maxLayers = 4

// coding is a content coding that can be taken off a body.
type coding string

// The codings (RFC 9110, section 8.4.1; RFC 7932; RFC 8878).
const (
	codingGzip    coding = "gzip"
	codingDeflate coding = "deflate"
	codingBrotli  coding = "br"
	codingZstd    coding = "zstd"
)

// parseCodings reads the fields of Content-Encoding. layers are to be taken off
// in their order, the outermost first, which the field names last. What is under
// a coding that is not known cannot be reached: that coding and all before it in
// the field are left.
func parseCodings(fields []string) (layers []coding, left []string) {
	var listed []string
	for _, field := range fields {
		for name := range strings.SplitSeq(field, ",") {
			name = strings.ToLower(strings.TrimSpace(name))
			if name != "" && name != "identity" {
				listed = append(listed, name)
			}
		}
	}
	for i := len(listed) - 1; i >= 0; i-- {
		c, ok := codingOf(listed[i])
		if !ok || len(layers) == maxLayers {
			return layers, listed[:i+1]
		}
		layers = append(layers, c)
	}
	return layers, nil
}

func codingOf(name string) (coding, bool) {
	switch name {
	case "gzip", "x-gzip":
		return codingGzip, true
	case "deflate":
		return codingDeflate, true
	case "br":
		return codingBrotli, true
	case "zstd":
		return codingZstd, true
	default:
		return "", false
	}
}

func names(layers []coding) []string {
	var all []string
	for _, c := range layers {
		all = append(all, string(c))
	}
	return all
}
