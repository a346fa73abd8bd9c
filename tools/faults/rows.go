package main

import "rostrum/internal/faults"

// row is a check with its target.
type row struct {
	check faults.Check
	what  string
	bar   string
}

// rows are all checks, in the order of the table.
var rows = []row{
	{faults.Kill, "`rostrum index` killed (-9) at random points", "1,000 kills: 0 acknowledged documents lost, 0 failed opens, ready again within 5 s"},
	{faults.Unsynced, "writes that were not synced lost (prefixes of recorded writes replayed)", "500 prefixes: the old or the new generation, nothing else"},
	{faults.BitFlip, "bits flipped in a generation", "1,000: every one found before it serves, 0 panics, 0 wrong answers"},
	{faults.DiskFull, "disk full at every MB from 5 to 50", "0 acknowledged lost, a clear message, goes on when there is room"},
	{faults.Writers, "second writer", "refused within 2 s, with the pid of the first"},
	{faults.Swap, "generations swapped under load", "50 swaps, 0 failed of 100,000 requests"},
	{faults.Snapshot, "snapshot taken and restored while serving and writing", "every snapshot opens, verifies and answers as the folder did; a kill leaves the old or the new"},
	{faults.Hostile, "hostile PDFs and pages", "30 classes and 10,000 mutants: 0 escapes, each within its bounds"},
	{faults.Escape, "hostile code in the place of each reader, as root and as a user, with Landlock of several ages and none", "40 attempts: each refused or contained, the service answers throughout"},
	{faults.Fuzz, "fuzzing (query, HTML, catalogue, cursor, dates, authority)", "5 minutes a target without a crasher"},
	{faults.Costly, "costly queries", "40 attacks: each within 250 ms or a 400, 64 MB; others' p99 at most doubled"},
	{faults.Injection, "scripts in statements, titles, names and addresses", "200 payloads in every output, 0 live nodes"},
	{faults.Reach, "requests to private addresses, path traversal, symbolic links", "60 vectors, 0 reads or connections off the list"},
	{faults.Bombs, "compressed bombs by HTTP", "10 MB to 10 GB stopped at the cap, 64 MB of memory"},
	{faults.Forged, "forged X-Forwarded-For and Host", "0 limits passed, 0 reflected"},
	{faults.Slow, "slow clients", "500 dribbling sockets, others unaffected"},
	{faults.Source, "source down, 429, slow, half bodies", "old copy kept, marked stale, Retry-After obeyed"},
	{faults.Privacy, "words of queries on disk", "10,000 unique words searched: none on disk"},
	{faults.Supply, "supply chain", "govulncheck: none reachable; go mod verify; SBOM"},
	{faults.Tests, "the tests themselves", "-race and goleak clean, 90 % of lines, 80 % of mutants killed in query and limits"},
}
