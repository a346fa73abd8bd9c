package semantic

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"sync"
)

// Dim is the number of dimensions of a vector.
const Dim = 512

// Model is an installed model, mapped into memory. It is safe for concurrent use until
// it is closed.
type Model struct {
	file    *flatFile
	pieces  pieces
	rules   rules
	table   []byte
	weights func() *weights
}

// Open opens the model in a file that Install wrote. The error is fs.ErrNotExist if
// there is none.
func Open(path string) (*Model, error) {
	f, err := openFlat(path, modelMagic)
	if err != nil {
		return nil, err
	}
	m := &Model{file: f, table: f.sections["table"]}
	if err := m.read(); err != nil {
		_ = f.close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

func (m *Model) read() error {
	s := m.file.sections
	for _, w := range weightShapes {
		n := 4
		for _, d := range w.shape {
			n *= d
		}
		if len(s[w.name]) != n {
			return errFormat
		}
	}
	m.pieces = pieces{texts: s["pieces"], ends: s["pieces.ends"], ids: s["pieces.ids"], scores: s["pieces.scores"]}
	n := m.pieces.len()
	if len(m.table) != pieceGroups*piecesInGroup*Dim || n == 0 || n > pieceGroups*piecesInGroup || len(m.pieces.ids) != 4*n || len(m.pieces.scores) != 4*n {
		return errFormat
	}
	previous := uint32(0)
	for i := range n {
		end := binary.LittleEndian.Uint32(m.pieces.ends[4*i:])
		if end < previous || int(end) > len(m.pieces.texts) || m.pieces.id(i) >= n {
			return errFormat
		}
		previous = end
	}
	var err error
	if m.rules, err = newRules(s["rules"]); err != nil {
		return err
	}
	m.pieces.prepare()
	m.weights = sync.OnceValue(func() *weights { return newWeights(s) })
	return nil
}

// Hash identifies the model: vectors of models with different hashes cannot be
// compared.
func (m *Model) Hash() string {
	sum := m.file.checksum()
	return hex.EncodeToString(sum[:])
}

// Verify reads the whole file and compares it with its checksum.
func (m *Model) Verify() error { return m.file.verify() }

// Close frees the memory. Nothing may use the model afterwards.
func (m *Model) Close() error { return m.file.close() }
