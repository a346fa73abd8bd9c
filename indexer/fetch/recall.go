package fetch

import (
	"context"
	"net/http"
)

// recall finds what the last answer for an address was, and what it brought;
// no bytes where they cannot be had, and must be requested again.
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
		body = []byte{} // an empty page is not a missing one
	}
	return known, body, nil
}

// remember keeps an answer, or why there was none, and returns the latter. What
// was got before stays beside an error.
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

// settled tells whether there is no reason to ask again in the same run: the
// server has given what it has, or said that it has nothing.
func settled(a Response) bool {
	switch a.Status {
	case http.StatusOK, http.StatusNotModified:
		return a.Error == ""
	case 0:
		return false
	}
	return !busy(a.Status)
}
