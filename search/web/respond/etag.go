package respond

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"rostrum/search/web/limit"

	"github.com/gin-gonic/gin"
)

// NotModified sets the validator of an answer, which is made of the version of what
// it tells, the build of the program, and what was asked. It answers 304 and
// reports true if the client has that answer already.
func NotModified(c *gin.Context, build, version, asked, caching string) bool {
	sum := sha256.Sum256([]byte(strings.Join([]string{version, build, c.FullPath(), asked}, "\x00")))
	// Weak: the time taken differs between answers that say the same.
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

// IndexNotModified is Unchanged for what an index answers. Nothing is searched for
// it: while the index is the same, so is the answer.
func IndexNotModified(c *gin.Context, ix *limit.Index, build, asked, caching string) (bool, error) {
	state, err := ix.State()
	if err != nil {
		return false, err
	}
	if state.Revision == "" { // an engine that cannot tell
		c.Header("Cache-Control", caching)
		return false, nil
	}
	return NotModified(c, build, string(state.Revision), asked, caching), nil
}

// DropValidator takes the validator back, of an answer that there is not.
func DropValidator(c *gin.Context) {
	if h := c.Writer.Header(); h.Get("ETag") != "" {
		h.Del("ETag")
		h.Del("Cache-Control")
	}
}
