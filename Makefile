# Needs GNU make and Python 3.11 or newer; uses uv when it is there.

PORT ?= 8501
ADDRESS ?= 127.0.0.1

BIN := .venv/bin
PYTEST := CHROMIUM=$$(sh tools/find_chromium.sh) && export CHROMIUM && $(BIN)/pytest

.PHONY: help setup setup-dev setup-spark run test test-spark lint bench prove clean
.DEFAULT_GOAL := help

help:  ## what can be made
	@sed -n 's/^\([a-z-]*\):.*##/\1\t/p' $(MAKEFILE_LIST)

setup:  ## .venv with what is pinned, and the program .venv/bin/cp4p
	@sh tools/set_up.sh run

setup-dev:  ## the same, with what tests and checks need
	@sh tools/set_up.sh dev

setup-spark: setup  ## what counting on a Spark cluster needs (500 MB); test-spark takes it where Java is
	@sh tools/set_up.sh spark

run: setup  ## the dashboard, with made-up data on the first start (PORT, ADDRESS)
	@$(BIN)/cp4p serve --port $(PORT) --address $(ADDRESS)

lint: setup-dev  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint  ## lint, then every test but bench, prove and test-spark
	$(PYTEST) -n auto --dist loadfile -m "not bench and not prove and not spark and not browser"
	$(PYTEST) -m browser

test-spark: setup-dev  ## a Spark cluster on this machine gives the same cells as DuckDB
	@sh tools/test_spark.sh

bench: setup-dev  ## how fast it is, in figures
	$(PYTEST) -m bench -s

prove: setup-dev  ## what takes too long for every run: full audits, simulations, kills
	$(PYTEST) -m prove -s

clean:  ## remove what can be made again; data/local stays
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
