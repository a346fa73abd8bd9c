package authority

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rostrum/corpus"
)

//go:embed *.csv
var embedded embed.FS

// Load reads the built-in authority files and, if dir is not empty, the files of the
// same names in dir. A row in dir replaces the built-in row of the same id, or is
// added; a row with an id and no name removes the id.
//
// Errors wrap corpus.ErrInvalid and give the file and line of every invalid row: a
// name claimed by two ids of a field, a reference to an unknown id, an invalid date.
func Load(dir string) (*Authority, error) {
	l := &loader{hash: sha256.New()}
	if err := l.checkFolder(dir); err != nil {
		return nil, err
	}
	for _, name := range fileNames {
		table, err := l.table(name, dir)
		if err != nil {
			return nil, err
		}
		l.tables = append(l.tables, table)
	}
	return l.build()
}

// Faults are the errors in authority files, each with its file and line.
type Faults []error

func (f Faults) Error() string { return errors.Join(f...).Error() }

// checkFolder rejects files with other names, which would be silently ignored.
func (l *loader) checkFolder(dir string) error {
	if dir == "" {
		return nil
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return corpus.ErrInvalid.Errorf("the folder of authority files cannot be read: %w", err)
	}
	for _, f := range files {
		if strings.EqualFold(filepath.Ext(f.Name()), ".csv") && !slices.Contains(fileNames, f.Name()) {
			l.fault(place{filepath.Join(dir, f.Name()), 1}, "there is no authority file of this name: rename it to one of %s, or move it elsewhere", strings.Join(fileNames, ", "))
		}
	}
	return nil
}

// The files, and the fields whose names they contain.
const (
	fileSessions      = "sessions.csv"
	fileTopics        = "topics.csv"
	fileOrganizations = "organizations.csv"
	fileStates        = "states.csv"
	fileSituations    = "situations.csv"
	fileTypes         = "document_types.csv"
	fileKinds         = "organization_kinds.csv"
	fileTerms         = "terms.csv"
)

var fileNames = []string{
	fileStates, fileOrganizations, fileTopics, fileTypes, fileSituations, fileSessions, fileTerms, fileKinds,
}

// columns are the columns of each file; those before "|" are required.
var columns = map[string]string{
	fileSessions:      "session part label year name_en start end | name_fr name_es name_ar name_ru name_zh name_pt place symbol_prefix aliases ambiguous note confirmed_by",
	fileTopics:        "id name_en | name_fr name_es name_ar name_ru name_zh name_pt aliases ambiguous kind note confirmed_by",
	fileOrganizations: "id name_en type | acronym name_fr name_es name_ar name_ru name_zh name_pt aliases ambiguous note confirmed_by",
	fileStates:        "iso3 name_en status | iso2 name_fr name_es name_ar name_ru name_zh name_pt aliases demonyms ambiguous regional_group in_force_from in_force_until note confirmed_by",
	fileSituations:    "id iso3 name_en | name_fr name_es name_ar name_ru name_zh name_pt aliases ambiguous status note confirmed_by",
	fileTypes:         "id name_en | name_fr name_es name_ar name_ru name_zh name_pt aliases ambiguous note confirmed_by",
	fileKinds:         "id name_en | name_fr name_es name_ar name_ru name_zh name_pt types aliases ambiguous note confirmed_by",
	fileTerms:         "id name_en | acronym name_fr name_es name_ar name_ru name_zh name_pt aliases ambiguous note confirmed_by",
}

// maxFile is the maximum size of a user's file, in bytes: a thousand times that of
// the built-in ones.
const maxFile = 64 << 20

// loader collects rows and errors.
type loader struct {
	hash   io.Writer
	tables []table
	faults []error
}

// table has the rows of one file, including the user's.
type table struct {
	name string
	rows []row
}

// row maps column names to cells.
type row struct {
	cells map[string]string
	at    place
}

func (r row) list(column string) []string {
	var out []string
	for _, v := range strings.Split(r.cells[column], "|") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// id is the id of a row within its file.
func (r row) id() string {
	switch {
	case r.cells["session"] != "":
		return r.cells["session"] + " " + r.cells["part"]
	case r.cells["iso3"] != "" && r.cells["id"] == "":
		return r.cells["iso3"]
	}
	return r.cells["id"]
}

// table reads a built-in file and the user's file of the same name.
func (l *loader) table(name, dir string) (table, error) {
	own, err := embedded.ReadFile(name)
	if err != nil {
		return table{}, fmt.Errorf("read authority file: %w", err)
	}
	rows, err := l.rows(name, own, name)
	if err != nil {
		return table{}, err
	}
	if dir == "" {
		return table{name, rows}, nil
	}
	path := filepath.Join(dir, name)
	theirs, err := readBounded(path)
	if errors.Is(err, fs.ErrNotExist) {
		return table{name, rows}, nil
	}
	if err != nil {
		return table{}, fmt.Errorf("read authority file: %w", err)
	}
	added, err := l.rows(name, theirs, path)
	if err != nil {
		return table{}, err
	}
	return table{name, l.merge(rows, added)}, nil
}

func readBounded(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(data) > maxFile {
		return nil, corpus.ErrOverLimit.Errorf("%s: more than %d bytes", path, maxFile)
	}
	return data, nil
}

// merge applies the user's rows to the built-in ones.
func (l *loader) merge(rows, added []row) []row {
	at := make(map[string]int, len(rows))
	for i, r := range rows {
		at[r.id()] = i
	}
	for _, r := range added {
		if i, ok := at[r.id()]; ok {
			rows[i] = r
			continue
		}
		rows = append(rows, r)
	}
	return slices.DeleteFunc(rows, func(r row) bool { return !r.named() })
}

func (r row) named() bool {
	for column, cell := range r.cells {
		if cell != "" && (strings.HasPrefix(column, "name_") || column == "acronym") {
			return true
		}
	}
	return false
}

// rows reads a CSV file. Invalid rows are reported and skipped.
func (l *loader) rows(name string, data []byte, path string) ([]row, error) {
	_, _ = l.hash.Write([]byte(name)) // hash writes never fail
	_, _ = l.hash.Write(data)
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // spreadsheets write a byte order mark
	r := csv.NewReader(bytes.NewReader(data))
	header, err := r.Read()
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("%s:1: cannot read the header row (%w)", path, err)
	}
	if err := checkHeader(name, path, header); err != nil {
		return nil, err
	}
	var rows []row
	seen := map[string]place{}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			l.fault(place{path, bad.Line}, "%v", bad.Err)
			if errors.Is(bad.Err, csv.ErrFieldCount) {
				continue
			}
			return rows, nil // an unclosed quotation mark swallows the rest of the file
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		line, _ := r.FieldPos(0)
		out := row{cells: make(map[string]string, len(header)), at: place{path, line}}
		for i, column := range header {
			out.cells[column] = strings.TrimSpace(cells[i])
		}
		id := out.id()
		if strings.TrimSpace(id) == "" {
			l.fault(out.at, "the row has no id")
			continue
		}
		if first, ok := seen[id]; ok {
			l.fault(out.at, "the id %q is already that of %s", id, first)
			continue
		}
		seen[id] = out.at
		rows = append(rows, out)
	}
}

// checkHeader reports missing, misspelt and duplicate columns.
func checkHeader(name, path string, header []string) error {
	required, optional, _ := strings.Cut(columns[name], "|")
	known := append(strings.Fields(required), strings.Fields(optional)...)
	seen := map[string]bool{}
	for i, column := range header {
		header[i] = strings.ToLower(strings.TrimSpace(column))
		if !slices.Contains(known, header[i]) {
			return corpus.ErrInvalid.Errorf("%s:1: unknown column %q; the columns are %s", path, column, strings.Join(known, ", "))
		}
		if seen[header[i]] {
			return corpus.ErrInvalid.Errorf("%s:1: the column %q appears twice", path, column)
		}
		seen[header[i]] = true
	}
	for _, column := range strings.Fields(required) {
		if !seen[column] {
			return corpus.ErrInvalid.Errorf("%s:1: the column %q is missing", path, column)
		}
	}
	return nil
}

func (l *loader) fault(at place, format string, args ...any) {
	l.faults = append(l.faults, fmt.Errorf("%s: "+format, append([]any{at}, args...)...))
}

// build indexes all fields from the tables.
func (l *loader) build() (*Authority, error) {
	a := &Authority{fields: map[corpus.Field]*index{}}
	rows := map[string][]row{}
	for _, t := range l.tables {
		rows[t.name] = t.rows
	}
	states := l.states(rows[fileStates], rows[fileOrganizations])
	organizations := l.entries(rows[fileOrganizations], "type")
	situations := l.entries(rows[fileSituations], "status")
	l.checkReferences(situations, states)
	sessions, entries := l.sessions(rows[fileSessions])

	a.sessions = sessions
	a.spans = spansOf(sessions)
	a.fields[corpus.FieldOrganization] = l.index(append(states, organizations...))
	a.demonyms = l.demonyms(rows[fileStates])
	a.fields[corpus.FieldTopic] = l.index(l.entries(rows[fileTopics], "kind"))
	a.fields[corpus.FieldType] = l.index(l.entries(rows[fileTypes], ""))
	a.fields[corpus.FieldSituation] = l.index(situations)
	a.fields[corpus.FieldKind] = l.index(l.entries(rows[fileKinds], ""))
	a.kinds = l.kinds(rows[fileKinds])
	a.fields[corpus.FieldSession] = l.index(entries)
	terms := l.entries(rows[fileTerms], "")
	l.claim(terms) // for its checks only: terms are not found in running text
	if len(l.faults) > 0 {
		return nil, corpus.ErrInvalid.Errorf("authority files: %w", Faults(l.faults))
	}
	a.ordinals = ordinalsOf(entries)
	a.terms = newThesaurus(a, terms)
	a.version = hex.EncodeToString(l.hash.(interface{ Sum([]byte) []byte }).Sum(nil))[:16]
	return a, nil
}

// entries reads the rows of a file with a column id.
func (l *loader) entries(rows []row, kind string) []*entry {
	out := make([]*entry, 0, len(rows))
	for _, r := range rows {
		e := newEntry(r, r.cells["id"])
		if !corpus.ValidID(e.id) {
			l.fault(r.at, "the id %q contains characters other than letters, digits, dots, hyphens and underscores", e.id)
		}
		if kind != "" {
			e.kind = r.cells[kind]
		}
		if r.cells["iso3"] != "" {
			e.related = r.list("iso3")
		}
		out = append(out, e)
	}
	return out
}

func newEntry(r row, id string) *entry {
	e := &entry{
		id: id, at: r.at,
		labels:    map[corpus.Language]string{},
		acronym:   r.cells["acronym"],
		aliases:   r.list("aliases"),
		ambiguous: map[string]bool{},
		confirmed: r.cells["confirmed_by"],
	}
	for column, cell := range r.cells {
		if lang, ok := strings.CutPrefix(column, "name_"); ok && cell != "" {
			e.labels[corpus.Language(lang)] = cell
		}
	}
	for _, name := range e.names() {
		e.aliases = append(e.aliases, courtWritten(name)...)
	}
	for _, name := range r.list("ambiguous") {
		e.ambiguous[key(name)] = true
	}
	return e
}

// courtNames are pairs of suffixes with the name of the Court, abbreviated and spelled
// out.
var courtNames = [][2]string{
	{" the ICC", " the International Criminal Court"}, {" pour la CPI", " pour la Cour pénale internationale"},
	{" por la CPI", " por la Corte Penal Internacional"}, {" для МУС", " для Международного уголовного суда"},
}

// courtWritten returns variants of a name with the name of the Court spelled out or
// abbreviated, such as "Coalition for the ICC".
func courtWritten(name string) []string {
	var other []string
	for _, court := range courtNames {
		for i, from := range court {
			if rest, ok := strings.CutSuffix(name, from); ok {
				other = append(other, rest+court[1-i])
			}
		}
	}
	return other
}

// checkReferences checks that the states of situations exist.
func (l *loader) checkReferences(situations, states []*entry) {
	known := map[string]bool{}
	for _, s := range states {
		known[s.id] = true
	}
	for _, s := range situations {
		for _, id := range s.related {
			if !known[id] {
				l.fault(s.at, "the state %q is not in %s", id, fileStates)
			}
		}
	}
}

// index indexes entries by all their names.
func (l *loader) index(entries []*entry) *index {
	ix := &index{byID: map[string]*entry{}, byKey: l.claim(entries), tree: &node{}, loose: &node{}, near: map[int][]spelling{}, order: entries}
	for _, e := range entries {
		if ix.byID[e.id] == nil {
			ix.byID[e.id] = e
		}
		for _, name := range e.names() {
			k := key(name)
			if ix.byKey[k] != e {
				continue
			}
			words := Words(name)
			ix.loose.add(words, e, name)
			if !e.ambiguous[k] {
				ix.tree.add(words, e, name)
			}
			if !isAcronym(name) && !e.ambiguous[k] {
				ix.near[len(words)] = append(ix.near[len(words)], newSpelling(e, words))
			}
		}
	}
	// An id is also a name, unless a real name already has this key.
	for _, e := range entries {
		if k := key(e.id); ix.byKey[k] == nil {
			ix.byKey[k] = e
		}
	}
	return ix
}

// claim returns the entry of each name, by key, and reports ids and names that are
// claimed twice or empty.
func (l *loader) claim(entries []*entry) map[string]*entry {
	ids, byKey := map[string]*entry{}, map[string]*entry{}
	for _, e := range entries {
		if first := ids[e.id]; first != nil {
			l.fault(e.at, "the id %q is already that of %s", e.id, first.at)
			continue
		}
		ids[e.id] = e
	}
	for _, e := range entries {
		if len(e.labels) == 0 && e.acronym == "" {
			l.fault(e.at, "%q has no name", e.id)
		}
		for _, name := range e.names() {
			k := key(name)
			if k == "" {
				l.fault(e.at, "the name %q contains no letter or digit", name)
				continue
			}
			if other := byKey[k]; other != nil && other != e {
				l.fault(e.at, "the name %q already belongs to %q (%s)", name, other.id, other.at)
				continue
			}
			byKey[k] = e
		}
	}
	return byKey
}
