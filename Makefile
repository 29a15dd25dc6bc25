# The commands of this repository. `make` alone lists them.

# The scripts and the legs look for the library here, whatever the developer's own setting is.
export CARGO_TARGET_DIR := $(CURDIR)/target

.DEFAULT_GOAL := help
.PHONY: help build generate demo test test-deep bench bench-calls growth install uninstall dist clean distclean

# Where `make install` puts things; PREFIX=… DESTDIR=… LIBDIR=… INCLUDEDIR=… on make's command line.
export PREFIX DESTDIR LIBDIR INCLUDEDIR

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build the native library, target/release/libcartwright.so
	@scripts/package.sh build

generate: ## Write the generated headers, the symbol list, the facade's doc comment and the API reference again
	cargo run -q -p cartwright-tests --bin generate
	@scripts/leg.sh prepare trixie
	@scripts/leg.sh run trixie -- php bindings/php/tests/generate.php

demo: ## Install what is missing, build, and walk through a purchase in a real Laravel
	@scripts/demo.sh

test: ## Install what is missing and run every suite in its small size
	@scripts/test.sh

test-deep: ## The same suites in their full sizes, on every leg
	@scripts/test.sh --deep

bench: ## Measure the path on this machine, warm and cold
	@scripts/bench.sh

bench-calls: ## Measure each call from PHP into the library, and whole operations on carts of every kind
	@scripts/bench.sh calls

growth: ## How costs grow in Rust with items and other carts; OTHERS="10 1000000" sets how many
	@scripts/growth.sh $(if $(OTHERS),--others="$(shell echo $(OTHERS) | tr ' ' ',')")

install: ## Put library, header and pkg-config file below PREFIX (/usr/local), for C programs
	@scripts/package.sh install

uninstall: ## Take away what install has put below PREFIX
	@scripts/package.sh uninstall

dist: ## Pack library, header and PHP package as target/dist/cartwright-VERSION-TARGET.tar.gz, with SHA256SUMS
	@scripts/package.sh dist

clean: ## Remove what was built and written; the legs' roots stay
	@scripts/servers.sh stop
	@if [ -d target ]; then find target -mindepth 1 -maxdepth 1 ! -name roots -exec rm -rf {} +; fi

distclean: clean ## Remove everything that is not in the repository, the legs' roots too
	@scripts/leg.sh remove
	rm -rf target
