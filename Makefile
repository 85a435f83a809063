# `make report` and `make test` need Python >= 3.11 and nothing else installed: they set up .venv by themselves, and
# leave it alone while it is current. Only the answer goes to stdout.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

# What was compiled is kept: the tests start hundreds of programs, each of which would else compile plptool anew.
unexport PYTHONDONTWRITEBYTECODE

# The schema of each collection's records, as schema:collection.
SCHEMAS := plan:plans process:processes decision:decisions assignment:assignments grant:grants \
           organisation:organisations source:sources snapshot:snapshots

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help report test lint lint-python lint-github lint-ledger lint-docs format bench fuzz clean fresh

help: ## say what there is (this)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

report: $(VENV)/base ## print the report of the ledger at its newest snapshot
	@$(BIN)/python -m plptool report --at snapshot

test: $(VENV)/dev ## run the tests
	@$(BIN)/python -m pytest

lint: lint-python lint-github lint-ledger lint-docs ## check the code, the workflows, the records and what is generated

lint-python: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lint-github: $(VENV)/dev
	$(BIN)/zizmor --offline --no-progress .github
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema custom.github-workflows-require-timeout .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-actions .github/actions/*/action.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/*.yml

# Another tool's validator must agree with ours on the real records.
lint-ledger: $(VENV)/dev
	$(BIN)/check-jsonschema --check-metaschema schema/*.schema.json
	$(BIN)/check-jsonschema --schemafile schema/ledger.schema.json ledger/ledger.yaml
	@set -e; for pair in $(SCHEMAS); do [ -d "ledger/$${pair#*:}" ] || continue; \
	  echo "$(BIN)/check-jsonschema --schemafile schema/$${pair%:*}.schema.json ledger/$${pair#*:}/*.yaml"; \
	  $(BIN)/check-jsonschema --schemafile "schema/$${pair%:*}.schema.json" ledger/"$${pair#*:}"/*.yaml; \
	done

lint-docs: $(VENV)/dev
	@set -e; for script in tools/make.py tools/catalogues.py tools/story.py tools/tutorial.py; do \
	  echo "$(BIN)/python $$script --check"; $(BIN)/python "$$script" --check; \
	done

format: $(VENV)/dev ## format the code, and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# By hand: it takes long, and says nothing on a machine that does other things. With SIZES a part, which is only printed;
# with HISTORY=1 what is read of revisions and history, with SITE=1 the site, which have sections of their own.
bench: $(VENV)/dev $(VENV)/bench/peers ## measure plptool beside its peers, and write docs/performance.md
	@$(BIN)/python -m tests.bench --peers $(VENV)/bench/bin $(if $(SIZES),--sizes $(SIZES)) $(if $(HISTORY),--history) $(if $(SITE),--site)

RUNS ?= 1000000
fuzz: $(VENV)/fuzz ## look for bytes that plptool stumbles over: RUNS inputs, an hour for a million
	@mkdir -p .cache/fuzz
	@cd .cache/fuzz && PYTHONPATH=$(CURDIR) $(CURDIR)/$(BIN)/python $(CURDIR)/tests/fuzz/fuzz_record.py -runs=$(RUNS)

clean: ## remove what was installed and built
	rm -rf $(VENV) .ci/node_modules dist .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find plptool tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# In .venv, `home` names the folder that it was made in: one that was moved, copied or half made, or whose Python is
# gone, is made anew. `base` (the program) and `dev` (with what tests it) are there while what pip installed is current.
ifneq ($(shell test -x $(BIN)/python && cat $(VENV)/home 2>/dev/null),$(CURDIR))
STALE := fresh
endif

fresh:
	@echo "Setting up $(VENV) …" >&2
	@$(PYTHON) -m venv --clear $(VENV) >&2
	@echo "$(CURDIR)" >$(VENV)/home

$(VENV)/base: pyproject.toml $(STALE)
	@rm -f $@
	@$(PIP) install --editable . >&2
	@touch $@

$(VENV)/dev: pyproject.toml $(STALE)
	@rm -f $@ $(VENV)/base
	@$(PIP) install --editable '.[dev]' >&2
	@touch $(VENV)/base $@

# The peers have an environment of their own: what they need is no business of ours.
$(VENV)/bench/peers: tests/bench/requirements.txt $(STALE)
	@rm -f $@
	@$(PYTHON) -m venv --clear $(VENV)/bench >&2
	@$(VENV)/bench/bin/python -m pip --quiet --disable-pip-version-check install --requirement $< >&2
	@touch $@

$(VENV)/fuzz: $(VENV)/dev
	@$(PIP) install --editable '.[fuzz]' >&2
	@touch $@
