package corpus

// Evidence says how one field of a statement came to its value.
type Evidence struct {
	Field      Field    `json:"field"`
	Value      []string `json:"value"`            // ids where the authority knows the name
	Rule       string   `json:"rule"`             // e.g. catalogue, heading, file-name, first-page
	Source     string   `json:"source,omitempty"` // the words it was read from
	Confidence float64  `json:"confidence"`       // 0 to 1
	// Unresolved lists the values that no authority file knows; they are kept as written.
	Unresolved []string `json:"unresolved,omitempty"`
	// Overruled is what would stand here had nobody corrected the field.
	Overruled []Evidence `json:"overruled,omitempty"`
}
