package source

// Absence is why a source does not list a document that it listed in an earlier run.
type Absence int

const (
	// Withdrawn: the source was read completely and no longer has the document.
	Withdrawn Absence = iota
	// Unlinked: no page links to the document, which may still be at its address.
	Unlinked
	// Unsure: the source could not be read completely.
	Unsure
)

// Absent is implemented by sources that know why they did not list a document. For
// other sources the answer is Withdrawn.
type Absent interface {
	// Absence may be called after all items were read. why is set if the answer is
	// Unsure.
	Absence(location string) (absence Absence, why error)
}
