package pdf

import "rostrum/indexer/extract/pdf/structure"

// layers tells whether the file has optional layers, whose text may not be
// shown. The list of them stands in the root.
func (d *Document) layers() bool { return d.has("/OCProperties") }

// has tells whether an object of the file has a name.
func (d *Document) has(name string) bool {
	return d.known(name, func(b []byte) bool { return structure.HasName(b, []byte(name)) })
}

// known remembers what was found out about the current file.
func (d *Document) known(what string, ask func(file []byte) bool) bool {
	f := &d.files[d.at]
	found, known := f.names[what]
	if !known {
		if f.names == nil {
			f.names = map[string]bool{}
		}
		found = ask(f.bytes)
		f.names[what] = found
	}
	return found
}
