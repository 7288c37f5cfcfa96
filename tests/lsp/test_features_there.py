"""What the server names by texts is there: a module that is imported when somebody asks is missed by no other check."""

from __future__ import annotations

from importlib import import_module
from inspect import signature

import pytest

from aseptic.lsp import features, preloading

NAMED = sorted(
    {
        *((module, function) for module, function, _ in features._FEATURES.values()),  # pyright: ignore[reportPrivateUsage]
        *((module, function) for module, function, *_ in features._COMMANDS.values()),  # pyright: ignore[reportPrivateUsage]
        *features._SYNC.values(),  # pyright: ignore[reportPrivateUsage]
    }
)


@pytest.mark.parametrize(("module", "function"), NAMED)
def test_every_answer_is_there(module: str, function: str) -> None:
    found = getattr(import_module(f"aseptic.lsp.{module}"), function)
    assert len(signature(found).parameters) >= 1


@pytest.mark.parametrize("step", preloading._STEPS)  # pyright: ignore[reportPrivateUsage]
def test_everything_that_is_imported_ahead_is_there(step: str) -> None:
    assert import_module(f"aseptic.{step}")
