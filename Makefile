# `make` alone prints this help. Each target is one command of the project.
export PYTHONPATH := backend:site:.
export NO_MKDOCS_2_WARNING := 1
# Node.js comes from the lock file, too; programs of npm find it by this.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
PYTHON := .venv/bin/python
# Ends with everything that came of it, also when make is killed.
KEEP := $(PYTHON) -m infra.keeper
# One more than there are cores: browsers and engines wait for each other much of their time.
PARALLEL := -n 3 --dist loadgroup --durations=10

.PHONY: help
help: ## Print this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

.venv/.installed: pyproject.toml uv.lock package-lock.json infra/install.sh infra/uv-version
	./infra/install.sh

.PHONY: install
install: .venv/.installed ## Install everything from the lock files

.PHONY: site
site: .venv/.installed ## Build the site in build/site, unless it stands as its sources are
	@$(PYTHON) -m infra.made site

.PHONY: check
check: site ## Lint, types and import rules
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	node_modules/.bin/tsc -p tsconfig.json
	node_modules/.bin/tsc -p tsconfig.worker.json
	node_modules/.bin/biome lint --error-on-warnings

.PHONY: quick
quick: check ## The loop while working: check, the unit tests and the tests of what was touched
	@$(KEEP) $(PYTHON) -m pytest -q -m "not slow" tests/unit $(shell $(PYTHON) -m tests.touched)

.PHONY: claims
claims: .venv/.installed ## Print what the pages claim, with its source, and promise, with its keeper
	@$(PYTHON) site/claims.py

.PHONY: channels
channels: .venv/.installed ## List which channels to dial; CHECKED="id id" writes down that they answered today
	@$(PYTHON) site/channels.py

.PHONY: holidays
holidays: .venv/.installed ## Write the holidays of YEAR= as a rule file, to be looked at and committed
	@$(PYTHON) -m infra.holidays

.PHONY: site-zensical
site-zensical: site ## Build the site with Zensical beside it, and run the site's tests on that
	@$(KEEP) $(PYTHON) -m infra.zensical

.PHONY: run
run: site ## Run everything on this machine (PORT=8000)
	@$(PYTHON) -m infra.local.run

.PHONY: token
token: .venv/.installed ## Print a bearer token for the running stack (STAFF=pasir-sakti)
	@$(PYTHON) -m infra.local.token $(STAFF)

.PHONY: test
test: check ## Install, check and run every test
	@./infra/browser.sh
	@$(KEEP) $(PYTHON) -m pytest $(PARALLEL)

.PHONY: package
package: site ## Package both surfaces for AWS Lambda into build/packages/
	@$(PYTHON) -m infra.made packages

.PHONY: deploy
deploy: package ## Deploy to ENV=dev or prod, or ENV=local: an AWS emulator on this machine
	$(PYTHON) -m infra.deploy

.PHONY: upgrade
upgrade: site ## Give tickets stored by an earlier version the rows of this one, in ENV=dev or prod, after deploying
	$(PYTHON) -m infra.upgrade

.PHONY: verify-trail
verify-trail: site ## Hold the trail against itself and the daily roots: all, or NUMBER=PKH-… or TIER= REGION=; ENV= unless local
	@$(PYTHON) -m infra.verify_trail

.PHONY: staff-add
staff-add: site ## Give somebody a sign-in and a desk: EMAIL= NAME= TIER= REGION= [KIND= CONFIDENTIAL=yes RELATIVES="A; B"], ENV= unless local
	@$(PYTHON) -m infra.staff add

.PHONY: staff-off
staff-off: site ## Take the desk from somebody at once: EMAIL=, ENV= unless local
	@$(PYTHON) -m infra.staff off

.PHONY: staff-leave
staff-leave: site ## Note that somebody is away: EMAIL= FROM= UNTIL= [DEPUTY=], or back: EMAIL=; ENV= unless local
	@$(PYTHON) -m infra.staff leave

.PHONY: staff-import
staff-import: site ## Add everybody of a CSV file, or nobody: FILE= [DRY_RUN=yes], ENV= unless local
	@$(PYTHON) -m infra.staff import

.PHONY: test-deployed
test-deployed: site ## Deploy to an empty emulator and use the product there
	@$(KEEP) $(PYTHON) -m pytest tests/e2e/deployed

.PHONY: bench
bench: site ## Print the benchmarks (PART=cpu, refused, cold, calls, scale or served; without it all)
	@$(KEEP) $(PYTHON) -m tests.bench $(PART)

.PHONY: bench-site
bench-site: site ## Print weight and speed of the site (PART=weight, lighthouse, slow2g, photo, build, search or console)
	@$(KEEP) $(PYTHON) -m tests.bench.site $(PART)

.PHONY: screenshots
screenshots: site ## Take the pictures of README; ALL=1: of every page, into build/screenshots
	@$(KEEP) $(PYTHON) -m tests.screenshots
