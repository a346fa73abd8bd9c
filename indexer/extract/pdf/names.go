package pdf

import "rostrum/indexer/extract/pdf/structure"

// layers tells whether the file has optional layers, whose text may not be
// shown. The list of them stands in the root.
func (d *Document) layers() bool { return d.has("/OCProperties") }

// has tells whether an object of the file has a name.
func (d *Document) has(name string) bool {
	f := &d.files[d.at]
	found, known := f.names[name]
	if !known {
		if f.names == nil {
			f.names = map[string]bool{}
		}
		found = structure.HasName(f.bytes, []byte(name))
		f.names[name] = found
	}
	return found
}
