# Two commands are enough: "make run" and "make test". Both install what the
# machine lacks (scripts/setup) and can be repeated, also after a kill.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run build web test bench lint format generate setup clean

# Nothing here needs C: without cgo no compiler and no headers are asked for, and
# the program runs on any Linux of its kind.
export CGO_ENABLED := 0

TOOL := go tool -modfile=tools/go.mod

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

# The program takes make's place in the shell, and is told to stop should make be
# killed: it would otherwise keep the port.
run: build ## install, build, load the demo into an empty store, serve on 127.0.0.1:8080
	@exec setpriv --pdeathsig TERM bin/jangkau serve --demo-if-empty

# Without buildvcs: git refuses to answer in a clone that another user owns.
build: setup web ## bin/jangkau, with its web files
	go build -buildvcs=false -o bin/jangkau .

setup: ## install the Debian packages that are missing
	@scripts/setup

ifneq ($(shell command -v npm),)
web: web/dist/built ## the web files, with npm
else
web:
	@echo "npm tidak ada: dibangun tanpa berkas web / npm is missing: building without the web files" >&2
endif

# The build writes this file last, so an interrupted one is repeated.
web/dist/built: web/build.mjs web/vite.config.ts web/node_modules/.package-lock.json $(shell find web/map -type f)
	cd web && npm run --silent build

# npm writes this file last, so an interrupted installation is repeated.
web/node_modules/.package-lock.json: web/package-lock.json web/package.json
	cd web && npm ci --no-progress
	@touch $@

test: ## all tests, on a real PostGIS and in a real browser
	@scripts/setup --tests
	@$(MAKE) --no-print-directory web
	@scripts/test

bench: ## the benchmarks, written to docs/benchmarks.md
	@scripts/setup --bench
	@scripts/bench

lint: ## formatting, vet, linters, and whether generated code is up to date
	go vet ./...
	$(TOOL) golangci-lint run ./...
	$(MAKE) --no-print-directory generate
	@changed=$$(git status --porcelain -- graph); if [ -n "$$changed" ]; then \
		echo "generated code is not up to date; run make generate and commit:"; echo "$$changed"; exit 1; fi

format: ## format the Go code
	$(TOOL) golangci-lint fmt ./...

generate: ## the Go code made from schema/
	go tool gqlgen generate

clean: ## remove what was built (never the data)
	rm -rf bin web/node_modules web/dist/graphiql web/dist/map web/dist/built
