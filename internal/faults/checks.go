package faults

// Check is a row of the table in docs/reliability.md.
type Check string

// Checks. tools/faults defines their targets.
const (
	Kill      Check = "kill"
	Unsynced  Check = "unsynced"
	BitFlip   Check = "bit-flip"
	DiskFull  Check = "disk-full"
	Writers   Check = "writers"
	Swap      Check = "swap"
	Hostile   Check = "hostile"
	Escape    Check = "escape"
	Fuzz      Check = "fuzz"
	Costly    Check = "costly"
	Injection Check = "injection"
	Reach     Check = "reach"
	Bombs     Check = "bombs"
	Forged    Check = "forged"
	Slow      Check = "slow"
	Source    Check = "source"
	Privacy   Check = "privacy"
	Snapshot  Check = "snapshot"
	Supply    Check = "supply"
	Tests     Check = "tests"
)
