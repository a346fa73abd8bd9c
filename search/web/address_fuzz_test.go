package web_test

import (
	"net/http"
	"testing"
)

func FuzzAddress(f *testing.F) {
	s := serve(f, nil)
	for _, seed := range []string{
		"q=victims&session=ASP20", "q=%22a+b%22~3+-c&exact=on&page=2", "from=2019&to=2021-12-08&sort=oldest", "q=%FF&lang=ar", "expand=topic&topic=%00", "q=a%zz;b", "size=5&cursor=x",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/search", "/api/v1/search", "/s/hearing"} {
			r, err := http.NewRequest(http.MethodGet, path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.URL.RawQuery = query
			w := newRecorder()
			s.ServeHTTP(w, r)
			if w.status >= 500 {
				t.Errorf("%s?%s: status %d", path, query, w.status)
			}
		}
	})
}

type recorder struct {
	header http.Header
	status int
}

func newRecorder() *recorder                    { return &recorder{header: http.Header{}, status: 200} }
func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(b []byte) (int, error) { return len(b), nil }
