# make run    set up, then: the bot on Discord (with DISCORD_TOKEN), or the same answers here in the terminal
# make play   set up, then: the bot in a page that looks like Discord, without an account (PORT=8000 names the port)
# make test   set up, then the tests
# make test-opensearch  set up, then the tests that need a cluster: three nodes on loopback; needs a JDK 21 and Maven
# make demo-cluster  set up, then three nodes and two bots of different shards over them, in pages that look like Discord
# make check  format, lint, types, import contracts
# make quality  how often the right sentence comes first, and silence is right, over DATA=folder
# make pictures  the pictures in docs/, taken from that page; needs a Chromium
# make chaos  kills at random moments of all that changes an index (KILLS=200, SEED=…), and a disk that is full
# make bench  speed and memory over the releases in DATA=folder (default: the shipped samples)
# make bench-peers  the part of it that sets the first stage beside other engines; DATA may be a database too
# make performance  puts what it measured into docs/performance.md

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DATA ?= index/samples
PORT ?= 0
KILLS ?= 200
PEERS_VENV := .venv-bench
PEERS_RESULTS ?= build/bench-peers.json
PEERS := tests/bench/peers/requirements.txt
# installing builds these, again when they change; without a C compiler it goes on without them
BUILT := setup.py $(wildcard index/engine/kernels/*.c)

.PHONY: run play test test-opensearch demo-cluster pictures check format bench bench-peers performance chaos quality clean

run: $(VENV)/.installed
	@if [ -n "$$DISCORD_TOKEN" ]; then exec $(BIN)/communique run; \
	else $(BIN)/communique index --samples && exec $(BIN)/communique chat; fi

play: $(VENV)/.installed-play
	@exec $(BIN)/communique play --port $(PORT)

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

test-opensearch: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests/opensearch --opensearch

demo-cluster: $(VENV)/.installed-play
	@exec $(BIN)/python -m tests.opensearch.demo

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench $(DATA)
	$(BIN)/python -m tests.bench.answering $(DATA)
	$(BIN)/python -m tests.bench.reindexing $(DATA)
	$(BIN)/python -m tests.bench.first_stage $(DATA)
	$(BIN)/python -m tests.bench.discord $(DATA)
	@$(MAKE) --no-print-directory bench-peers DATA=$(DATA)

bench-peers: $(VENV)/.installed-dev $(PEERS_VENV)/.installed
	$(BIN)/python -m tests.bench.peers $(DATA) --results $(PEERS_RESULTS)

performance: $(PEERS_VENV)/.installed
	$(BIN)/python -m tests.bench.peers.report $(PEERS_RESULTS) docs/performance.md
	$(PEERS_VENV)/bin/python -m tests.bench.peers.plots $(PEERS_RESULTS) docs/plots

chaos: $(VENV)/.installed-dev
	$(BIN)/python -m tests.chaos --kills $(KILLS) $(if $(SEED),--seed $(SEED))
	$(BIN)/python -m tests.chaos.full_disk

quality: $(VENV)/.installed-dev
	$(BIN)/python -m tests.quality $(DATA)

pictures: $(VENV)/.installed-pictures
	$(BIN)/python -m tests.pictures docs/pictures

clean:
	rm -rf $(VENV) $(PEERS_VENV) build dist *.egg-info

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Communiqué needs Python 3.11 or newer; name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Python cannot make a virtual environment here. On Debian: apt install python3-venv"; exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt $(BUILT) | $(BIN)/python
	@echo "Installing into $(VENV) …"
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt $(BUILT) | $(BIN)/python
	@echo "Installing into $(VENV) …"
	@$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.installed

# the extras that show pages, beside whatever is installed
$(VENV)/.installed-play: pyproject.toml constraints.txt $(BUILT) | $(BIN)/python
	@echo "Installing into $(VENV) …"
	@$(PIP) install --constraint constraints.txt --editable '.[play]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-pictures: pyproject.toml constraints.txt $(BUILT) | $(BIN)/python
	@echo "Installing into $(VENV) …"
	@$(PIP) install --constraint constraints.txt --editable '.[pictures]'
	@touch $@ $(VENV)/.installed-play $(VENV)/.installed

# other engines, for the bench alone: each as its line says, without what it asks for beyond these; what cannot be had is left out
$(PEERS_VENV)/.installed: $(PEERS)
	@echo "Installing other engines into $(PEERS_VENV) …"
	@test -x $(PEERS_VENV)/bin/python || $(PYTHON) -m venv $(PEERS_VENV)
	@install="$(PEERS_VENV)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps"; \
	$$install --requirement $(PEERS) 2> /dev/null || while read -r package; do \
		$$install "$$package" 2> /dev/null || echo "$$package cannot be installed here: it is left out"; \
	done < $(PEERS)
	@touch $@
