package html

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// IsArchive tells a web page that a browser has saved with its pictures in one
// file, as a mail has its attachments.
func IsArchive(b []byte) bool {
	head := bytes.ToLower(b[:min(len(b), archiveHead)])
	return bytes.Contains(head, []byte("mime-version:")) && bytes.Contains(head, []byte("multipart/related")) && bytes.Contains(head, []byte("boundary="))
}

// archiveHead is how far into a file the head of an archive reaches.
const archiveHead = 4096

const (
	maxArchiveParts = 500
	maxArchiveDepth = 4
)

// unwrap takes the page itself out of an archive; a page that cannot be found
// leaves things as they are.
func unwrap(p Page) Page {
	message, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(p.Bytes, "\r\n\t ")))
	if err != nil {
		return p
	}
	found, ok := findPage(message.Header.Get("Content-Type"), message.Header.Get("Content-Transfer-Encoding"), message.Body, 0)
	if !ok {
		return p
	}
	if found.Address == "" {
		found.Address = message.Header.Get("Snapshot-Content-Location")
	}
	if found.Address == "" {
		found.Address = p.Address
	}
	return found
}

// findPage is the first web page in a part and its parts.
func findPage(media, encoding string, body io.Reader, depth int) (Page, bool) {
	kind, params, err := mime.ParseMediaType(media)
	if err != nil || depth > maxArchiveDepth {
		return Page{}, false
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for range maxArchiveParts {
			part, err := parts.NextRawPart()
			if err != nil {
				return Page{}, false
			}
			h := part.Header
			if p, ok := findPage(h.Get("Content-Type"), h.Get("Content-Transfer-Encoding"), part, depth+1); ok {
				if p.Address == "" {
					p.Address = h.Get("Content-Location")
				}
				return p, true
			}
		}
		return Page{}, false
	}
	if kind != "text/html" && kind != "application/xhtml+xml" {
		return Page{}, false
	}
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	b, _ := io.ReadAll(io.LimitReader(body, maxPage+1)) // what comes before damage is read
	return Page{Bytes: b, Charset: params["charset"]}, len(b) > 0
}
