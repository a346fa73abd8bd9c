package main

// articles measures how well the main content of web pages is found.
func (b *bench) articles(dir string) error {
	const measure, bar = "main content of web pages, F1", ".96"
	b.table.unknown(measure, bar, "give -articles")
	return nil
}
