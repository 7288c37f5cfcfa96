"""How fast Aseptic is beside `ruff server` and bandit, in one run: `python -m tests.bench` prints a table."""
