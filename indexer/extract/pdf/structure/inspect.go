// Package structure looks at the objects of a PDF file, without drawing or reading
// its pages: it inspects and repairs files, and finds names in them.
package structure

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"rostrum/indexer/extract/clean"
)

// Inspection is how a PDF file is made. It says nothing of whether its text can
// be read: of the files that can be, one in ten breaks some rule of the format.
type Inspection struct {
	Version   string `json:"version,omitempty"`   // of the format
	Valid     bool   `json:"valid"`               // it keeps to the format
	Complaint string `json:"complaint,omitempty"` // the first rule it breaks
	Encrypted bool   `json:"encrypted"`
	Tagged    bool   `json:"tagged"` // its text has a structure for those who listen to it
}

// Inspect reads the structure of a file with pdfcpu. It takes as long and as
// much memory as the file wants, and so only runs where both are bounded.
func Inspect(b []byte) (in Inspection, err error) {
	api.DisableConfigDir() // nothing is read from or written to the person's folders
	config := model.NewDefaultConfiguration()
	config.ValidationMode = model.ValidationRelaxed
	config.Offline = true // links in the file are not followed
	ctx, err := api.ReadContext(bytes.NewReader(b), config)
	if errors.Is(err, pdfcpu.ErrWrongPassword) {
		return Inspection{Encrypted: true, Complaint: "it needs a password"}, nil
	}
	if err != nil {
		return Inspection{Complaint: complaint(err)}, nil
	}
	in.Encrypted = ctx.Encrypt != nil
	if ctx.HeaderVersion != nil {
		in.Version = ctx.VersionString()
	}
	if err := api.ValidateContext(ctx); err != nil {
		in.Complaint = complaint(err)
	}
	in.Valid, in.Tagged = in.Complaint == "", ctx.Tagged
	return in, nil
}

// complaint is an error of pdfcpu in one line.
func complaint(err error) string {
	line, _, _ := strings.Cut(strings.TrimPrefix(fmt.Sprint(err), "pdfcpu: "), "\n")
	return clean.Line(line)
}
