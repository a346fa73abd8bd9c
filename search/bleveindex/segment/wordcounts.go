package segment

// EachWord calls visit with the number of each word of a statement, in order, and the
// title or page that it is in: the title is part 0.
func (s *Segment) EachWord(doc uint32, visit func(part, language int, id uint32)) {
	parts, rest := s.Stream(doc).Parts()
	for i, p := range parts {
		for range p.Words {
			id, size := NextWord(rest)
			if size <= 0 {
				return
			}
			rest = rest[size:]
			visit(i, p.Language, id)
		}
		if i == 0 {
			rest = rest[min(1, len(rest)):] // the barrier
		}
	}
}
