// Package respond sends answers: compressed, with what tells a client that it
// has the answer already, and broken off where a document cannot be finished.
package respond

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/rs/zerolog"

	"rostrum/search/web/limit"
)

// Moment is t as JSON has it, or "" for none.
func Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// Timing tells the browser's tools how long the engine, or the catalogue, took.
func Timing(c *gin.Context, took time.Duration) {
	c.Header("Server-Timing", "search;dur="+strconv.FormatFloat(Milliseconds(took), 'f', 1, 64))
}

func Milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// BreakOff ends the connection in the middle of a document, so that nobody
// takes the part for the whole.
func BreakOff(c *gin.Context, err error) {
	if c.Request.Context().Err() == nil {
		LogFailure(c, err)
	}
	panic(http.ErrAbortHandler)
}

// LogFailure tells those who run the service the whole of what strangers are
// told in a sentence.
func LogFailure(c *gin.Context, err error) {
	zerolog.Ctx(c.Request.Context()).Error().Err(err).Str("route", c.FullPath()).Msg("request failed")
}

// Handler answers a request, or says in its error why it cannot.
type Handler func(*gin.Context, *limit.Index) error
