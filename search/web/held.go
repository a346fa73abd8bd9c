package web

import (
	"context"
	"sync"

	"github.com/gin-gonic/gin"

	"rostrum/search"
	"rostrum/search/export"
)

// held is the engine that answers one request. Of an engine that changes its
// index while it runs it is one generation: the hits of an answer, what is
// offered beside them and their counts must not be of two.
type held struct {
	once   sync.Once // taken when it is first needed
	engine search.Searcher
	letGo  func()
	err    error
}

type heldKey struct{}

// hold lets go of the engine when the request has been answered.
func (s *Server) hold(c *gin.Context) {
	h := &held{letGo: func() {}}
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), heldKey{}, h))
	defer func() { h.letGo() }()
	c.Next()
}

// searcher is the engine that answers the request of ctx.
func (s *Server) searcher(ctx context.Context) (search.Searcher, error) {
	h, ok := ctx.Value(heldKey{}).(*held)
	if !ok {
		return s.config.Searcher()
	}
	h.once.Do(func() {
		if h.engine, h.err = s.config.Searcher(); h.err != nil {
			return
		}
		if changing, ok := h.engine.(export.Holder); ok {
			engine, letGo, err := changing.Hold()
			if h.engine, h.err = engine, err; err == nil {
				h.letGo = letGo
			}
		}
	})
	return h.engine, h.err
}
