package pdf

import (
	"crypto/md5"
	"crypto/rc4"
	"errors"
	"fmt"
	"strings"
	"testing"

	"rostrum/indexer/extract/pdf/structure"
)

// passwordPad fills passwords up to 32 bytes (ISO 32000-1, 7.6.3.3).
const passwordPad = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

func cipher(key []byte, data string) string {
	c, err := rc4.NewCipher(key)
	if err != nil {
		panic(err)
	}
	out := make([]byte, len(data))
	c.XORKeyStream(out, []byte(data))
	return string(out)
}

// encrypt has the builder write streams with 40-bit RC4 and a user password.
func (b *builder) encrypt(user string) {
	const permissions, id = "\xFC\xFF\xFF\xFF", "0123456789abcdef"
	padded := (user + passwordPad)[:32]
	owner := md5.Sum([]byte(padded))
	o := cipher(owner[:5], padded)
	sum := md5.Sum([]byte(padded + o + permissions + id))
	b.key = sum[:5]
	dict := b.object("<< /Filter /Standard /V 1 /R 2 /P -4 /O <%x> /U <%x> >>", o, cipher(b.key, passwordPad))
	b.info = fmt.Sprintf("/Encrypt %d 0 R /ID [ <%x> <%x> ]", dict, id, id)
}

func TestEncrypted(t *testing.T) {
	for user, want := range map[string]error{"": nil, "secret": ErrEncrypted} {
		b := newBuilder()
		b.encrypt(user)
		b.page(text(72, 700, "This can be read by all."), "")
		d, err := open(t, b.bytes())
		if !errors.Is(err, want) {
			t.Errorf("password %q: %v", user, err)
		}
		if err != nil {
			continue
		}
		r, err := d.Text(func() bool { return false })
		if err != nil || paragraphs(r) != "This can be read by all." {
			t.Errorf("password %q: %q, %v", user, paragraphs(r), err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Inspecting says that a password is needed, and what breaks the format.
func TestInspect(t *testing.T) {
	b := newBuilder()
	b.page(text(72, 700, "whole"), "")
	whole := b.bytes()
	for name, test := range map[string]struct {
		file  []byte
		valid bool
	}{
		"whole":   {whole, true},
		"cut off": {whole[:len(whole)/2], false},
		"nothing": {[]byte("%PDF-1.7\nnothing"), false},
	} {
		in, err := structure.Inspect(test.file)
		if err != nil || in.Valid != test.valid || in.Valid == (in.Complaint != "") {
			t.Errorf("%s: %+v, %v", name, in, err)
		}
	}
}

// Repair returns a file that is no worse than what it was given.
func FuzzRepair(f *testing.F) {
	b := newBuilder()
	b.page(text(72, 700, "whole"), "")
	file := b.bytes()
	f.Add(file[:len(file)*2/3])
	f.Add([]byte("1 0 obj << /Type /ObjStm /N 2 /First 8 >> stream\nx\x9c"))
	f.Add([]byte("7 0 obj<</Type/Page>>endobj 7 0 obj<</Type /Page>>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		out, ok := structure.Repair(b)
		switch {
		case !ok:
			return
		case !strings.HasPrefix(strings.TrimPrefix(string(out), "%PDF-1.7\n"), strings.TrimPrefix(string(b), "%PDF-1.7\n")):
			t.Error("what was there has been changed")
		case !endsWhole(out):
			t.Error("it still has no end")
		}
	})
}
