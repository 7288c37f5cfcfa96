# Two commands: make demo, make test. Everything lives in .venv and .cache.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: demo test check bench rules clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Aseptic needs Python 3.11 or newer") if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	$(BIN)/python -m compileall -q server   # as an installation from a wheel does
	touch $@

$(VENV)/.developing: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

demo: $(VENV)/.installed   ## show the main job on a sample project
	$(BIN)/aseptic demo

test: $(VENV)/.developing check test-extension packed   ## everything: style, types, the direction of imports, and all tests
	$(BIN)/pytest -n $(WORKERS)

check: $(VENV)/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

bench: $(VENV)/.developing   ## keystrokes, start-up, memory and scan beside ruff server and bandit
	$(BIN)/python -m tests.bench

VSCODE := editors/vscode
PARTS := .cache/vscode
NPM := npm --no-audit --no-fund --loglevel=error

.PHONY: vsix packed test-extension test-vscode
$(VSCODE)/node_modules/.installed: $(VSCODE)/package-lock.json
	$(NPM) --prefix $(VSCODE) ci --ignore-scripts
	touch $@

test-extension:   ## the VS Code extension's types, style and unit tests; said and passed over where npm cannot get its parts
	@if ! command -v npm >/dev/null; then echo "npm is not installed: the tests of the VS Code extension are skipped"; \
	elif ! $(MAKE) --no-print-directory $(VSCODE)/node_modules/.installed; then \
	  echo "npm cannot get what the VS Code extension needs: its tests are skipped"; \
	else npm --prefix $(VSCODE) run check && npm --prefix $(VSCODE) test; fi

vsix: $(VENV)/.installed $(VSCODE)/node_modules/.installed   ## the VS Code extension with the server in it, for every platform
	@$(BIN)/python tests/editors/vscode_packed.py begin
	$(NPM) --prefix $(VSCODE)/packing ci --ignore-scripts --omit=optional
	$(BIN)/python $(VSCODE)/packing/bundle.py
	npm --prefix $(VSCODE) run package
	@$(BIN)/python tests/editors/vscode_packed.py end

packed: $(VENV)/.developing   ## where the workbench is driven, the extension packed anew if it was made of other sources
	@$(BIN)/python tests/editors/vscode_packed.py || $(MAKE) --no-print-directory vsix

test-vscode: $(VENV)/.developing vsix   ## the packed extension in the real workbench; installs that into .cache (650 MB)
	$(BIN)/python tests/editors/vscode/parts.py $(PARTS)
	$(BIN)/pytest -m vscode tests/editors

clean:
	rm -rf $(VENV) $(VSCODE)/dist $(VSCODE)/bundled/libs $(VSCODE)/*.vsix $(VSCODE)/node_modules $(VSCODE)/packing/node_modules
	rm -rf .cache build dist .pytest_cache .hypothesis .ruff_cache .import_linter_cache

VERSIONS ?= 3.11 3.12 3.13
.PHONY: test-versions
test-versions:   ## all tests but those of the network under each supported Python that is installed (PATH or pyenv)
	@failed=""; for version in $(VERSIONS); do \
	  python=$$(ls $${PYENV_ROOT:-$$HOME/.pyenv}/versions/$$version.*/bin/python 2>/dev/null | tail -n 1); \
	  [ -n "$$python" ] || python=$$(command -v python$$version); \
	  if [ -z "$$python" ]; then echo "Python $$version is not installed: skipped"; continue; fi; \
	  echo "== Python $$version"; \
	  venv=.cache/venv-$$version; \
	  [ $$venv/.installed -nt pyproject.toml ] || { $$python -m venv $$venv && \
	    $$venv/bin/python -m pip install --quiet --disable-pip-version-check -e '.[test]' build && \
	    touch $$venv/.installed; } || exit 1; \
	  $$venv/bin/python -m pytest -q -n $(WORKERS) -m "not network" || failed="$$failed $$version"; \
	done; [ -z "$$failed" ] || { echo "failed under$$failed"; exit 1; }
