// Package respond sends answers: compressed, with what tells a client that it
// has the answer already, and broken off where a document cannot be finished.
package respond

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/rs/zerolog"

	"rostrum/search/api"
	"rostrum/search/web/limit"
)

// Timing tells the browser's tools how long the engine, or the catalogue, took.
func Timing(c *gin.Context, took time.Duration) {
	c.Header("Server-Timing", "search;dur="+strconv.FormatFloat(api.Milliseconds(took), 'f', 1, 64))
}

// Abort ends the connection in the middle of a document, so that nobody
// takes the part for the whole.
func Abort(c *gin.Context, err error) {
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
