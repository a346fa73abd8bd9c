package respond

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"rostrum/search/api"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzip"
)

// Bodies that fit into one packet are not worth compressing.
const worthCompressing = 1400

var gzipWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is valid
	return w
}}

// Send sends a complete body, compressed if that is worthwhile and accepted.
func Send(c *gin.Context, status int, mediaType string, body []byte) {
	if len(body) >= worthCompressing && TakesGzip(c.GetHeader("Accept-Encoding")) {
		var small bytes.Buffer
		w := gzipWriters.Get().(*gzip.Writer)
		w.Reset(&small)
		_, err := w.Write(body)
		if closeErr := w.Close(); err == nil && closeErr == nil {
			c.Header("Content-Encoding", "gzip")
			body = small.Bytes()
		}
		gzipWriters.Put(w)
	}
	c.Data(status, mediaType, body)
}

// TakesGzip parses an Accept-Encoding header; q=0 means no.
func TakesGzip(accept string) bool {
	for _, part := range strings.Split(accept, ",") {
		coding, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			return strings.Trim(strings.TrimPrefix(strings.TrimSpace(quality), "q="), "0.") != "" || quality == ""
		}
	}
	return false
}

// JSON sends a value of the API, without escaping < and &: the media type is set and must not be sniffed.
func JSON(c *gin.Context, status int, mediaType string, v any) error {
	var b bytes.Buffer
	if err := api.Encode(&b, v); err != nil {
		return fmt.Errorf("write an answer: %w", err)
	}
	Send(c, status, mediaType, b.Bytes())
	return nil
}
