package ocr

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"image"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// version changes whenever the text of the same picture may change.
const version = "2"

// cache stores the texts of pictures, one file each. Errors are ignored: what cannot
// be stored or found is read again.
type cache struct {
	dir string
}

// key is a digest of a picture and everything else that determines its text.
func (e *Engine) key(img *image.Gray, dpi int, languages []string) string {
	h := sha256.New()
	_, _ = io.WriteString(h, e.version+"\n"+version+"\n"+strings.Join(languages, "+")+"\n") // a hash returns no errors
	var size [24]byte
	for i, v := range []int{img.Rect.Dx(), img.Rect.Dy(), dpi} {
		binary.BigEndian.PutUint64(size[8*i:], uint64(v))
	}
	h.Write(size[:])
	for y := range img.Rect.Dy() {
		h.Write(img.Pix[y*img.Stride : y*img.Stride+img.Rect.Dx()])
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (c cache) path(key string) string {
	return filepath.Join(c.dir, "ocr", key[:2], key+".json")
}

func (c cache) get(key string) (p Picture, ok bool) {
	if c.dir == "" {
		return p, false
	}
	b, err := os.ReadFile(c.path(key))
	if err != nil || json.Unmarshal(b, &p) != nil {
		return Picture{}, false
	}
	return p, true
}

// put stores a picture's text; the file is written atomically.
func (c cache) put(key string, p Picture) {
	if c.dir == "" {
		return
	}
	path := c.path(key)
	b, err := json.Marshal(p)
	if err != nil || os.MkdirAll(filepath.Dir(path), 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".picture-*")
	if err != nil {
		return
	}
	_, err = f.Write(b)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the temporary file would never be used
	}
}
