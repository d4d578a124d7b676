# Everything here needs only python3 (3.11 or newer) and make; `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUS ?= embedded
export BUS
PROCESSES ?= 2

.PHONY: help setup run test test-full check demo bench bench-matching replay-matching samples lock clean check-compose
.DEFAULT_GOAL := help

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready ## make the virtual environment (the other targets do it themselves)

$(VENV)/.ready: requirements.lock infra/setup.sh $(wildcard gateway/translations/*/LC_MESSAGES/*.po)
	@sh infra/setup.sh "$(PYTHON)" $(VENV) requirements.lock
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock
	@sh infra/setup.sh "$(PYTHON)" $(VENV) requirements-dev.lock
	@touch $@

run: $(VENV)/.ready ## start everything; options: BUS=kafka DEMO=0 PORT=9080
	@exec $(BIN)/python -m infra.cli up

test: $(VENV)/.ready-dev ## the tests, with what this machine has; PROCESSES=1 for one file at a time
	@$(BIN)/python -m pytest -m "not long" -n $(PROCESSES) --dist loadfile

test-full: $(VENV)/.ready-dev ## all tests, the long suites too
	@$(BIN)/python -m pytest -n $(PROCESSES) --dist loadfile --durations=20

check: $(VENV)/.ready-dev ## style, types, import contracts
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

demo: $(VENV)/.ready ## one whole mentoring year of three schools; BUS=kafka for Kafka
	@$(BIN)/python -m infra.demo --start

bench: $(VENV)/.ready-dev ## speed and memory as ratios to bare loops
	@$(BIN)/python -m infra.bench

bench-matching: $(VENV)/.ready-dev ## the matching against a bare flow; FULL=1 for 160 million pairs
	@$(BIN)/python -m infra.bench.matching $(if $(FULL),--full)

replay-matching: $(VENV)/.ready-dev ## the stored matchings on every Python of this machine from 3.11 on
	@$(BIN)/python -m infra.bench.replay

samples: $(VENV)/.ready ## write the sample workbooks to samples/
	@$(BIN)/python -m infra.cli samples

lock: $(VENV)/.ready ## renew the locks after a change of requirements*.in
	@sh infra/lock.sh $(BIN)

check-compose: ## check docker-compose.yml with the loader of docker compose (needs Go)
	@cd infra/composecheck && go run . ../../docker-compose.yml

clean: ## remove the environment and the local data
	@rm -rf $(VENV) var samples bench-results
