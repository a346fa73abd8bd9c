package corpus

// Evidence records where the value of a field comes from.
type Evidence struct {
	Field      Field    `json:"field"`
	Value      []string `json:"value"`            // ids for names in the authority files
	Rule       string   `json:"rule"`             // e.g. catalogue, heading, file-name, first-page
	Source     string   `json:"source,omitempty"` // the source text
	Confidence float64  `json:"confidence"`       // 0 to 1
	// Unresolved lists names that are not in the authority files; they are kept as written.
	Unresolved []string `json:"unresolved,omitempty"`
	// Overruled is the evidence replaced by corrections.
	Overruled []Evidence `json:"overruled,omitempty"`
}
