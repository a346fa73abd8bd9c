package source

// Absence is what it means that a source did not name a document it named in
// an earlier run.
type Absence int

const (
	// Withdrawn: the source was read as a whole and has the document no more.
	Withdrawn Absence = iota
	// Unlinked: nothing led to the document, which may still be at its address.
	Unlinked
	// Unsure: the source could not be read as a whole.
	Unsure
)

// Absent is a source that can tell, once its items are all told, what it means
// that it did not name a location; of any other source it means Withdrawn.
type Absent interface {
	// Absence says why where it is Unsure.
	Absence(location string) (absence Absence, why error)
}
