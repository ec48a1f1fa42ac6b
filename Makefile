# `make` alone lists the targets. Everything runs in .venv, which is made from requirements.lock
# when it is missing or out of date; the machine needs Python 3.11 or newer, make and git.

PYTHON ?= python3
IN_VENV = .venv/bin/python
# Tools that only maintainers need: one writes the lock, one audits it.
UV = .cache/uv/bin/uv
AUDIT = .cache/audit/bin/pip-audit
# The cells of a notebook, and the tests that share a built report, stay on one worker.
PYTEST = $(IN_VENV) -m pytest -n logical --maxprocesses 4

# In a container the user is often root, and JupyterLab refuses to start for root by default.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

.DEFAULT_GOAL := help
.PHONY: help environment reports test test-slow lab verify format bench readme lock newest audit clean

help: ## list the targets
	@echo "make <target>, one of:"
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' $(MAKEFILE_LIST) | expand -t 16

environment: ## make or update .venv (the targets below do so by themselves)
	@$(PYTHON) tools/environment.py

reports: environment ## build every report of reports/plan.yml and say which page to open
	@$(IN_VENV) -m readouts report

verify: environment ## compare built reports and their inputs with their manifests; name what has changed
	@for manifest in reports/*/manifest.json; do \
	  $(IN_VENV) -m readouts report --verify "$${manifest%/*}" || status=1; \
	done; exit $${status:-0}

test: environment ## run unit tests, doctests, style checks, accuracy floors, and nbval (about 3 minutes)
	@$(PYTEST) --dist worksteal -m "not slow" lib tests tools
	@$(PYTEST) --dist loadfile --nbval --nbval-cell-timeout 120 notebooks

test-slow: environment ## run the tests that start processes, servers, clusters or browsers
	@$(PYTEST) --dist loadfile -m slow tests

lab: environment ## open JupyterLab on the notebooks
	@$(IN_VENV) -m jupyterlab --ip=127.0.0.1 $(AS_ROOT) --LabApp.default_url=/lab/tree/notebooks

format: environment ## format the code, and fix what ruff can fix
	@$(IN_VENV) -m ruff format . && $(IN_VENV) -m ruff check --fix .

bench: environment ## measure the batch, and other ways to run the notebooks
	@$(IN_VENV) benchmarks/batch.py

readme: ## bring the README's numbers up to date with the report and the benchmark
	@$(PYTHON) tools/readme.py

lock: $(UV) ## choose versions again: write requirements.lock and environment.yml from pyproject.toml
	@rm -f requirements.lock
	@$(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	  --fork-strategy fewest --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	  --all-extras pyproject.toml --output-file requirements.lock
	@$(PYTHON) tools/conda_environment.py

newest: environment ## install the newest versions of the direct dependencies over the locked ones
	@$(IN_VENV) -m pip install --upgrade --upgrade-strategy eager \
	  $$($(PYTHON) tools/conda_environment.py --names)

audit: $(AUDIT) ## ask the advisory database about every package of the lock (needs the network)
	@$(AUDIT) --requirement requirements.lock --require-hashes --disable-pip --strict || { \
	  echo "make audit: expected every package of the lock in the database, and none with a known" \
	    "weakness; the lines above name the others. If the database did not answer, check the" \
	    "network and try again; if a package is weak, take a newer version and run make lock." >&2; exit 1; }

clean: ## remove the environment, caches and built reports (what people wrote stays)
	@rm -rf .venv .cache .pytest_cache .ruff_cache .hypothesis
	@git clean -fdXq reports

$(UV):
	@$(PYTHON) -m venv .cache/uv && .cache/uv/bin/python -m pip install -qq uv

$(AUDIT):
	@$(PYTHON) -m venv .cache/audit && .cache/audit/bin/python -m pip install -qq pip-audit
