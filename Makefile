# `make` alone prints this help. Each target is one command of the project.
export PYTHONPATH := backend:site:.
export NO_MKDOCS_2_WARNING := 1
PYTHON := .venv/bin/python

.PHONY: help
help: ## Print this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

.venv/.installed: pyproject.toml uv.lock package-lock.json infra/install.sh infra/uv-version
	./infra/install.sh

.PHONY: install
install: .venv/.installed ## Install everything from the lock files

build/data/words.json: .venv/.installed site/generate.py site/data/words.yaml
	$(PYTHON) site/generate.py

.PHONY: check
check: build/data/words.json ## Lint, types and import rules
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

SITE_SOURCES := mkdocs.yml $(shell find site backend/chalicelib/domain/rules -type f)

build/site/index.html: build/data/words.json $(SITE_SOURCES)
	$(PYTHON) site/build.py

.PHONY: site
site: build/site/index.html ## Build the site in build/site

.PHONY: site-zensical
site-zensical: build/site/index.html ## Build the site with Zensical beside it, and run the site's tests on that
	@$(PYTHON) -m infra.zensical

.PHONY: run
run: build/site/index.html ## Run everything on this machine (PORT=8000)
	@$(PYTHON) -m infra.local.run

.PHONY: token
token: .venv/.installed ## Print a bearer token for the running stack (STAFF=pasir-sakti)
	@$(PYTHON) -m infra.local.token $(STAFF)

.PHONY: test
test: check ## Install, check and run every test
	./infra/browser.sh
	$(PYTHON) -m pytest

.PHONY: package
package: build/site/index.html ## Package both surfaces for AWS Lambda into build/packages/
	$(PYTHON) -m infra.package

.PHONY: deploy
deploy: package ## Deploy to ENV=dev or prod, or ENV=local: an AWS emulator on this machine
	$(PYTHON) -m infra.deploy

.PHONY: staff-add
staff-add: build/data/words.json ## Give somebody a sign-in and a desk: EMAIL= NAME= TIER= REGION=, ENV= unless local
	@$(PYTHON) -m infra.staff

.PHONY: test-deployed
test-deployed: build/site/index.html ## Deploy to an empty emulator and use the product there
	$(PYTHON) -m pytest tests/e2e/deployed

.PHONY: bench
bench: build/site/index.html ## Print the benchmarks (PART=cpu, refused, cold, calls, scale or served; without it all)
	@$(PYTHON) -m tests.bench $(PART)

.PHONY: bench-site
bench-site: build/site/index.html ## Print weight and speed of the site (PART=weight, lighthouse, slow2g, photo, build or search)
	@$(PYTHON) -m tests.bench.site $(PART)

.PHONY: screenshots
screenshots: build/site/index.html ## Take the pictures of README; ALL=1: of every page, into build/screenshots
	@$(PYTHON) -m tests.screenshots
