package query

// Map returns a query in which f has replaced the words and phrases that statements
// must or may have. What is excluded (Not) and what is searched in fields stays as it
// is. An Or that f puts into an Or becomes part of it.
func Map(x Expr, f func(Expr) Expr) Expr {
	list := func(parts []Expr) []Expr {
		out := make([]Expr, len(parts))
		for i, part := range parts {
			out[i] = Map(part, f)
		}
		return out
	}
	switch x := x.(type) {
	case Word, Phrase:
		return f(x)
	case All:
		return All(list(x))
	case And:
		return And(list(x))
	case Or:
		var out Or
		for _, part := range list(x) {
			if inner, ok := part.(Or); ok {
				out = append(out, inner...)
			} else {
				out = append(out, part)
			}
		}
		return out
	}
	return x
}
