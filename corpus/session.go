package corpus

// Part names the meeting of a session that was held in several parts.
type Part string

// The parts that sessions have had.
const (
	PartMain     Part = "main"
	PartResumed1 Part = "resumed1"
	PartResumed2 Part = "resumed2"
)
