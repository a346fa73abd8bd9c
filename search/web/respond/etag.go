package respond

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"rostrum/search/web/limit"

	"github.com/gin-gonic/gin"
)

// NotModified sets the ETag of a response, derived from the version of its data, the program build and the
// request. If the client already has it, it sends a 304 and returns true.
func NotModified(c *gin.Context, build, version, asked, caching string) bool {
	sum := sha256.Sum256([]byte(strings.Join([]string{version, build, c.FullPath(), asked}, "\x00")))
	// Weak, since Server-Timing and took_ms differ between otherwise equal responses.
	tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	c.Header("ETag", tag)
	c.Header("Cache-Control", caching)
	for _, known := range strings.Split(c.GetHeader("If-None-Match"), ",") {
		known = strings.TrimSpace(known)
		if known == "*" || strings.TrimPrefix(known, "W/") == strings.TrimPrefix(tag, "W/") {
			c.Status(http.StatusNotModified)
			c.Writer.WriteHeaderNow()
			return true
		}
	}
	return false
}

// IndexNotModified is NotModified for results of an index. It does not search: the same index gives the same
// results.
func IndexNotModified(c *gin.Context, ix *limit.Index, build, asked, caching string) (bool, error) {
	state, err := ix.State()
	if err != nil {
		return false, err
	}
	if state.Revision == "" { // the engine has no revision
		c.Header("Cache-Control", caching)
		return false, nil
	}
	return NotModified(c, build, string(state.Revision), asked, caching), nil
}

// DropValidator removes the ETag, for error responses.
func DropValidator(c *gin.Context) {
	if h := c.Writer.Header(); h.Get("ETag") != "" {
		h.Del("ETag")
		h.Del("Cache-Control")
	}
}
