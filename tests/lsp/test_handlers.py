"""What answers each message is imported by its name when the first one comes: it has to be there."""

from __future__ import annotations

from importlib import import_module

import pytest

from aseptic.lsp import features

TABLES = ("_SYNC", "_FEATURES", "_COMMANDS")
NAMED = {entry[:2] for table in TABLES for entry in vars(features)[table].values()}


@pytest.mark.parametrize(("module", "function"), sorted(NAMED))
def test_it_is_there(module: str, function: str) -> None:
    assert callable(getattr(import_module(f"aseptic.lsp.{module}"), function))
