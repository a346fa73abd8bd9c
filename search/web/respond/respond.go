// Package respond sends responses: compression, ETags, and aborting documents that cannot be completed.
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

// Timing sets Server-Timing to the time taken by the engine or the catalogue.
func Timing(c *gin.Context, took time.Duration) {
	c.Header("Server-Timing", "search;dur="+strconv.FormatFloat(api.Milliseconds(took), 'f', 1, 64))
}

// Abort closes the connection in the middle of a document, so that the client detects the truncation.
func Abort(c *gin.Context, err error) {
	if c.Request.Context().Err() == nil {
		LogFailure(c, err)
	}
	panic(http.ErrAbortHandler)
}

// LogFailure logs the full error, of which clients get only a summary.
func LogFailure(c *gin.Context, err error) {
	zerolog.Ctx(c.Request.Context()).Error().Err(err).Str("route", c.FullPath()).Msg("request failed")
}

// Handler responds to a request, or returns an error.
type Handler func(*gin.Context, *limit.Index) error
