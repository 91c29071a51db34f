package playground

import (
	"encoding/xml"
	"fmt"
)

// tokensList goes on with two tokens at once, in the form of Amazon Route 53:
// the name and the identifier of the next record.
func (p *Playground) tokensList(c *call) error {
	s, err := p.twoTokenSpan(c, "StartRecordName", "StartRecordIdentifier", "MaxItems", "limit")
	if err != nil {
		return err
	}
	var o object
	o.list("ResourceRecordSets", p, s).boolean("IsTruncated", s.more())
	if s.more() {
		next := p.catalogue.gauge(s.to)
		o.text("NextRecordName", next.name).text("NextRecordIdentifier", gaugeID(s.to))
	}
	return c.json(o.text("MaxItems", fmt.Sprint(s.limit)).bytes())
}

// twoTokenSpan cuts out the page that begins with the gauge that both tokens
// name. One without the other is refused, as is a pair that does not match.
func (p *Playground) twoTokenSpan(c *call, name, id string, size ...string) (span, error) {
	limit, err := c.limit(size...)
	if err != nil {
		return span{}, err
	}
	if !c.q.Has(name) && !c.q.Has(id) {
		return p.span(c, 0, limit)
	}
	index, ok := gaugeIndex(c.q.Get(id))
	if !ok || p.catalogue.gauge(index).name != c.q.Get(name) {
		return span{}, badRequest("bad_tokens", "%s=%s and %s=%s are not a pair that a page gave; send both back as they came",
			name, excerpt(c.q.Get(name)), id, excerpt(c.q.Get(id)))
	}
	return p.span(c, index, limit)
}

// bucketListing is a listing of versions in the XML of Amazon S3.
type bucketListing struct {
	XMLName       xml.Name      `xml:"ListVersionsResult"`
	Namespace     string        `xml:"xmlns,attr"`
	Name          string        `xml:"Name"`
	MaxKeys       int           `xml:"MaxKeys"`
	KeyMarker     string        `xml:"KeyMarker"`
	IsTruncated   bool          `xml:"IsTruncated"`
	NextKeyMarker string        `xml:"NextKeyMarker,omitempty"`
	NextVersionID string        `xml:"NextVersionIdMarker,omitempty"`
	Versions      []bucketEntry `xml:"Version"`
}

type bucketEntry struct {
	Key       string `xml:"Key"`
	VersionID string `xml:"VersionId"`
	River     string `xml:"River"`
	Level     string `xml:"Level"`
	Modified  string `xml:"LastModified"`
}

// bucketList goes on with two tokens in XML, in the form of Amazon S3's list of
// object versions: a key marker, and a version marker that belongs to it.
func (p *Playground) bucketList(c *call) error {
	s, err := p.markedSpan(c)
	if err != nil {
		return err
	}
	listing := bucketListing{
		Namespace: "http://s3.amazonaws.com/doc/2006-03-01/", Name: "gauges",
		MaxKeys: s.limit, KeyMarker: c.q.Get("key-marker"), IsTruncated: s.more(),
	}
	for i := s.from; i < s.to; i++ {
		listing.Versions = append(listing.Versions, p.bucketEntry(i))
	}
	if s.more() {
		last := p.bucketEntry(s.to - 1)
		listing.NextKeyMarker, listing.NextVersionID = last.Key, last.VersionID
	}
	body, err := xml.MarshalIndent(listing, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the listing: %w", err)
	}
	c.send(200, "application/xml", append([]byte(xml.Header), body...))
	return nil
}

// markedSpan cuts out the page after the entry that both markers name.
func (p *Playground) markedSpan(c *call) (span, error) {
	limit, err := c.limit("max-keys", "limit")
	if err != nil {
		return span{}, err
	}
	key, version := c.q.Get("key-marker"), c.q.Get("version-id-marker")
	if key == "" && version == "" {
		return p.span(c, 0, limit)
	}
	index, ok := gaugeIndex(key)
	if !ok || p.bucketEntry(index).VersionID != version {
		return span{}, badRequest("bad_markers", "key-marker=%s and version-id-marker=%s are not a pair that a page gave; "+
			"send both back as they came", excerpt(key), excerpt(version))
	}
	return p.span(c, index+1, limit)
}

func (p *Playground) bucketEntry(index int) bucketEntry {
	g := p.catalogue.gauge(index)
	return bucketEntry{
		Key: gaugeID(index), VersionID: fmt.Sprintf("%016x", mix(uint64(index))),
		River: g.river.name, Level: string(appendFixed(nil, g.level, 2)),
		Modified: g.updated.Format("2006-01-02T15:04:05.000Z"),
	}
}
