# The two commands: `make run` and `make test`. Everything they need is set up on the way.
PYTHON ?= python3
START = command -v $(PYTHON) >/dev/null || { echo "Python 3.11, 3.12 or 3.13 is needed: install python3 and python3-venv." >&2; exit 1; }; exec $(PYTHON)

.PHONY: help run test check lock messages bench soak scale chaos

help:  ## List the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1  /p' Makefile | expand -t 18

run:  ## Set up, load the sample academy and serve it (HOST, PORT, BASE_URL override)
	@$(START) bin/run

test:  ## Run every test, on SQLite and on PostgreSQL
	@$(START) bin/test

check:  ## Lint, types, import contracts, templates, migrations, messages
	@$(START) bin/check

lock:  ## Compile both requirement locks anew
	@$(START) bin/lock

messages:  ## Collect the sentences of the code into the Korean catalog
	@$(START) bin/set-up --dev && .venv/bin/python bin/messages

bench:  ## The benchmarks, as ratios in one run
	@$(START) bin/bench

chaos:  ## Seats under contention, certificates under faults and forgers, at full size (bin/chaos NAME… for one part)
	@$(START) bin/chaos

soak:  ## Memory under a mixed load for MINUTES (30)
	@$(START) bin/soak

scale:  ## The other full-size figures
	@echo "make $@ is not built yet." >&2; exit 2
