package fetch

import (
	"context"
	"net/http"
)

// recall returns the last response for an address and its bytes; nil if the bytes are
// missing or damaged, and must be requested again.
func (w *Web) recall(ctx context.Context, address string) (Response, []byte, error) {
	if w.config.Cache == nil {
		return Response{Address: address}, nil, nil
	}
	known, err := w.config.Cache.Response(ctx, address)
	if err != nil || known.SHA256 == "" {
		return known, nil, err
	}
	body, err := w.config.Cache.Body(ctx, known)
	if err != nil {
		return Response{Address: address}, nil, nil // the server has the bytes, too
	}
	if body == nil {
		body = []byte{} // an empty page, as opposed to a missing one
	}
	return known, body, nil
}

// remember stores a response, or the error instead of one, and returns that error.
// With an error, the bytes of the last successful response are kept.
func (w *Web) remember(ctx context.Context, answer Response, body []byte, cause error) error {
	if w.config.Cache == nil || ctx.Err() != nil {
		return cause
	}
	answer.Run, answer.RequestedAt, answer.Error = w.config.Run, w.config.Clock.Now(), ""
	if cause != nil {
		answer.Error = cause.Error()
	}
	if err := w.config.Cache.Put(ctx, answer, body); err != nil {
		return err
	}
	return cause
}

// settled reports whether the address need not be requested again in the same run:
// the server sent the document, or said that it has none.
func settled(a Response) bool {
	switch a.Status {
	case http.StatusOK, http.StatusNotModified:
		return a.Error == ""
	case 0:
		return false
	}
	return !busy(a.Status)
}
