# make demo: the sample film.   make test: all tests.   make check: style and types.
PYTHON ?= python3
PIP = .venv/bin/pip --quiet --disable-pip-version-check
DEMO = build/dragon

.PHONY: demo test check bench clean

demo: .venv/.installed
	@test -e $(DEMO)/production.toml || .venv/bin/hwaryong new $(DEMO) --sample dragon
	@.venv/bin/hwaryong make $(DEMO) --approve-drafts
	@echo "review     .venv/bin/hwaryong review $(DEMO)"

test: .venv/.installed-dev
	@scripts/services
	@scripts/language-model
	@.venv/bin/pytest -n 2 --dist loadfile

check: .venv/.installed-dev
	@scripts/check

bench: .venv/.installed-dev
	@.venv/bin/hwaryong bench house

clean:
	rm -rf .venv build

.venv/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes --only-binary :all: -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@
