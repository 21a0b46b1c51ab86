# `make demo` and `make test` are all a new user needs; `make help` lists the rest.
# One cargo profile (release) for everything: HiGHS is compiled from source once, not once per profile.

CARGO  ?= cargo
FLAGS  := --release --locked
BIN    := target/release/buildout
MAIN   := alibaba-cloud-global

.DEFAULT_GOAL := help
.PHONY: help setup build demo test test-all fmt lint check doc book bench clean

help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what the build needs where it is missing (cmake, a C++ compiler, libclang)
	@sh scripts/setup.sh

build: setup ## build the program (the first time about 5 minutes: HiGHS is compiled from source)
	$(CARGO) build $(FLAGS)

demo: build ## build, solve the main scenario, print the plan and where its files are
	$(BIN) solve inputs/$(MAIN).yaml --gap 2% --time-limit 60s --threads 2 --overwrite

test: setup fmt lint check doc book ## formatting, lints, all tests, API docs and the book without warnings

test-all: test ## the same, and the tests that need services: Slurm, shells, Python, Chromium (installed as root on Debian)
	@bash scripts/test-all.sh $(CARGO) test $(FLAGS)

fmt:
	$(CARGO) fmt --check

lint:
	$(CARGO) clippy $(FLAGS) --all-targets -- -D warnings

check:
	$(CARGO) test $(FLAGS)

doc: ## build the API documentation
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc $(FLAGS) --no-deps --lib

book: ## build the book (docs/) into target/book
	@sh scripts/book.sh

bench: setup ## measure: parse, build, pass to HiGHS, solve, memory
	$(CARGO) bench --locked

clean: ## remove everything built
	$(CARGO) clean
