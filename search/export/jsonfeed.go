package export

import (
	"cmp"
	"encoding/json"
	"io"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
)

// The members of JSON Feed 1.1 in use.
type (
	jsonFeedHead struct {
		Version     string          `json:"version"`
		Title       string          `json:"title"`
		Description string          `json:"description,omitempty"`
		Home        string          `json:"home_page_url,omitempty"`
		Self        string          `json:"feed_url,omitempty"` // of the first page: it identifies the feed
		Next        string          `json:"next_url,omitempty"`
		Language    corpus.Language `json:"language,omitempty"`
	}
	jsonFeedItem struct {
		ID        string           `json:"id"`
		URL       string           `json:"url,omitempty"`
		External  string           `json:"external_url,omitempty"`
		Title     string           `json:"title"`
		Content   string           `json:"content_text"` // required, so it is never omitted
		Published string           `json:"date_published,omitempty"`
		Modified  string           `json:"date_modified,omitempty"`
		Authors   []jsonFeedAuthor `json:"authors,omitempty"`
		Tags      []string         `json:"tags,omitempty"`
		Language  corpus.Language  `json:"language,omitempty"`
		More      *jsonFeedMore    `json:"_rostrum,omitempty"`
	}
	// jsonFeedMore has members that are not part of the format.
	jsonFeedMore struct {
		Delivered string `json:"delivered,omitempty"`
		Page      int    `json:"page,omitempty"`    // of the passage
		Passage   string `json:"passage,omitempty"` // its address
	}
	jsonFeedAuthor struct {
		Name string `json:"name"`
	}
)

type jsonFeedWriter struct {
	options Options
	list    *jsonList
}

func newJSONFeed(w io.Writer, o Options) (Writer, error) {
	head, err := json.Marshal(jsonFeedHead{
		Version: "https://jsonfeed.org/version/1.1", Title: o.Feed.Title, Description: o.Feed.Subtitle,
		Home: o.Feed.Home, Self: cmp.Or(o.Feed.First, o.Feed.Self), Next: o.Feed.Next, Language: o.Language,
	})
	if err != nil {
		return nil, err
	}
	before := strings.TrimSuffix(string(head), "}") + `,"items":[`
	return &jsonFeedWriter{options: o, list: newJSONList(w, before, "]}\n")}, nil
}

func (j *jsonFeedWriter) Write(h search.Hit) error {
	r := j.options.record(h)
	item := jsonFeedItem{
		ID: feedID(r), URL: iri(r.address()), Title: r.heading(), Content: r.Passage.Text, Published: published(r),
		Modified: stamp(Changed(r.Statement)), Language: r.Language, External: iri(r.original()),
	}
	for _, name := range r.names() {
		item.Authors = append(item.Authors, jsonFeedAuthor{line(name)})
	}
	for _, list := range [][]api.Named{nonZero(r.Session), r.Topics, r.Situations, nonZero(r.Type)} {
		item.Tags = append(item.Tags, labels(list)...)
	}
	item.Tags = append(item.Tags, nonEmpty(r.reading())...)
	if more := (jsonFeedMore{r.Date.String(), r.Passage.Page, iri(r.PassageURL)}); more != (jsonFeedMore{}) {
		item.More = &more
	}
	return j.list.add(item)
}

func (j *jsonFeedWriter) Close() error { return j.list.close() }
