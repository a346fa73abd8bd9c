# make test     the tests (under ten minutes on two cores)
# make check    the tests and every other check a change has to pass
# make build    the static binary, ./rostrum
# make test-screens    every screen in every language, width and theme, with axe; pictures in artefacts/screens
# make test-faults    the checks of docs/reliability.md at their full numbers (hours); CHECK=TestFaultKill runs one
# make screens         the pictures of docs/screens, anew
# make fuzz-api    2,000 calls drawn from openapi.yaml: no fault here, no answer but those described
# make bench-ranking   the ranking beside textbook BM25, on the documents in ../shared
# make bench-update    ten documents more among 100,000: time until found, memory, bytes written
# make bench-extract   text extraction beside pdftotext, on the documents in ../shared
# make bench-engine    answers and indexing beside Bleve as it comes and SQLite, on the speeches in ../shared

GO ?= go
# The race detector needs a C compiler; the program itself does not. Looked for
# late (=), since .ci/packages may just have installed it.
RACE = $(shell command -v gcc >/dev/null 2>&1 && echo -race)
FUZZTIME ?= 10s

# Builds a program of tools, which is a module of its own, and runs it here.
define tool
@dir=$$(mktemp -d) && trap 'rm -r "$$dir"' EXIT && $(GO) build -C tools -o "$$dir/tool" ./$(1) && "$$dir/tool" $(2)
endef

# Run at this version without becoming a dependency of the program. It has
# staticcheck in it.
GOLANGCI = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: test test-screens test-faults test-tests supply fuzz-api screens check build fuzz lint bench-extract bench-attribution bench-ranking bench-update bench-engine

test:
	@.ci/packages
	@mkdir -p artefacts/screens # pictures of the pages that the tests look at
	SCREENS="$(CURDIR)/artefacts/screens" $(GO) test $(RACE) -timeout 20m $$($(GO) list ./... | grep -v -e /cmd/ -e '/indexer/extract$$')
	$(GO) test -timeout 20m ./cmd/... ./indexer/extract # whole runs; their children read hundreds of documents, ten times slower under -race
	$(GO) test -C tools ./...

test-screens:
	@.ci/packages
	@mkdir -p artefacts/screens
	$(GO) test ./search/web -run 'TestScreens$$' -count 1 -timeout 60m -v -all-screens -screens "$(CURDIR)/artefacts/screens"

# What is not run this time stays in the table as it was.
test-faults:
	@.ci/packages
	$(call tool,faults,-write docs/reliability.md -run '$(CHECK)' $(PACKAGES))

screens: build
	@.ci/packages
	rm -rf docs/screens
	$(call tool,screens,-rostrum ./rostrum -out docs/screens)

# CALLS and SEED choose how many, and which.
fuzz-api:
	$(GO) test ./search/web -run 'TestSpecFuzz$$' -count 1 -v -spec-calls $(or $(CALLS),2000) -spec-seed $(or $(SEED),1)

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o rostrum ./cmd/rostrum

check: lint test fuzz supply test-tests
	$(GO) test $(RACE) -timeout 40m ./indexer/extract
	$(GO) test -timeout 40m ./search/bleveindex -rapid.checks 300

lint:
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "gofmt would change:"; echo "$$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GO) vet -C tools ./...
	$(GO) run $(GOLANGCI) run

# Prints the table of docs/extraction.md and writes it there. ARTICLES is the
# folder of github.com/scrapinghub/article-extraction-benchmark, if at hand.
bench-extract:
	@.ci/packages
	$(call tool,bench/extract,-shared ../shared $(if $(ARTICLES),-articles $(ARTICLES)) -write docs/extraction.md)

# Prints the table of docs/ranking.md and writes it there.
bench-ranking:
	$(GO) run ./cmd/rostrum index ../shared/corpus-dev/manifest.csv --data artefacts/ranking --ocr never --quiet
	$(call tool,bench/ranking,-data artefacts/ranking -judged ../shared/qrels-dev/cranfield -write docs/ranking.md)

# SIZE is how many statements there are before. Making them takes far longer
# than what is measured: DATA names a folder in which they stay.
bench-update:
	ROSTRUM_BENCH_SIZE=$(or $(SIZE),100000) ROSTRUM_BENCH_DATA=$(DATA) $(GO) test ./cmd/rostrum -run '^$$' -bench AddTen -benchtime 3x -timeout 3h

# Prints the figures of docs/engine.md and writes them there (half an hour).
bench-engine:
	$(call tool,bench/engine,-shared ../shared -write docs/engine.md)

# Each fuzz target for FUZZTIME, one at a time; TARGETS is a regular expression.
# What five minutes each brought is written into docs/reliability.md.
fuzz:
	$(call tool,faults,-what fuzz -each $(FUZZTIME) -run '$(TARGETS)' $(if $(filter 5m,$(FUZZTIME)),-write docs/reliability.md))

# Known faults in what the program is built from, and artefacts/rostrum.cdx.json,
# the list of all that is in it.
supply:
	$(call tool,faults,-what supply -write docs/reliability.md)

# How much of the code the tests run, and how many mutants they kill (half an hour).
test-tests:
	@.ci/packages
	$(call tool,faults,-what own -write docs/reliability.md)

bench-attribution:
	$(GO) test ./indexer/infer -run 'TestSamplePages$$|TestRealSpeeches$$' -count 1 -bar -write ../../docs/attribution.md
	$(GO) test ./indexer/listing -run 'TestSampleListings$$' -count 1 -write ../../docs/attribution.md
