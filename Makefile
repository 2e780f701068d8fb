# make help lists what there is. Everything lives in .venv; nothing is installed outside it, but
# for Debian packages (python3-venv, chromium, and libicu-dev, pkg-config, g++ for FollowTheMoney)
# when they are missing and make runs as root.

PORT ?= 8501
DATA ?=
export PORT DATA

BIN := .venv/bin
SETUP := sh scripts/venv.sh
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help run test check lint types lint-js fmt bench screenshots fuzz test-spark browser venv venv-dev clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: venv ## start Longarm on http://127.0.0.1:8501 (PORT=…, DATA=folder)
	@if [ -n "$$DATA" ]; then set -- --data "$$DATA"; else set --; fi; \
	exec $(BIN)/streamlit run app.py --server.port "$$PORT" -- "$$@"

test: venv-dev browser lint types lint-js ## everything: lint, types, unit and browser tests
	$(PYTEST) -n 2 --dist loadgroup

check: venv-dev lint types ## the quick part: lint, types, tests without a browser
	$(PYTEST) -n 2 --dist loadgroup -m "not e2e"

lint: venv-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: venv-dev
	$(BIN)/mypy

lint-js:
	@sh scripts/lint_js.sh

fmt: venv-dev ## put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: venv-dev browser ## measure, and write docs/benchmarks.md
	@$(SETUP) requirements-bench.txt
	$(BIN)/python -m benchmarks

screenshots: venv-dev browser ## take the pictures of the guide anew, into docs/images
	$(BIN)/python -m scripts.screenshots

fuzz: venv-dev ## feed every reader with broken input (FUZZ_SECONDS=60 for each, FUZZ_ONLY=gexf)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-fuzz.txt \
		|| echo "atheris cannot be installed here: inputs are changed by chance."
	$(BIN)/python tests/fuzz/long.py

test-spark: ## ask a local Spark what DuckDB is asked, in .venv-spark (450 MB, Java 17)
	@sh scripts/spark_venv.sh
	SPARK_MUST_RUN=1 .venv-spark/bin/python -m pytest tests/test_store_contract.py \
		graph/store/spark.py graph/store/spark_tables.py graph/store/dialects.py

browser: venv-dev
	@$(BIN)/python -m scripts.browser --install

venv:
	@$(SETUP) requirements.txt
	@$(SETUP) requirements-formats.txt

venv-dev:
	@$(SETUP) requirements-dev.txt
	@$(SETUP) requirements-formats.txt

clean: ## remove what was built, .venv included
	rm -rf .venv .venv-spark node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
