package corpus

// Part is a part of a session that was held in several.
type Part string

// The known parts of sessions.
const (
	PartMain     Part = "main"
	PartResumed1 Part = "resumed1"
	PartResumed2 Part = "resumed2"
)
