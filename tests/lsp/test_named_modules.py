"""What is imported by its name, when it is first needed, is there."""

from __future__ import annotations

from importlib import import_module

import pytest

from aseptic.lsp import features, preloading

_NAMED = {
    **features._SYNC,
    **{method: (module, function) for method, (module, function, _) in features._FEATURES.items()},
    **features._COMMANDS,
}


@pytest.mark.parametrize("method", _NAMED)
def test_what_answers_a_method_or_command_is_there(method: str) -> None:
    module, function = _NAMED[method]
    assert callable(getattr(import_module(f"aseptic.lsp.{module}"), function))


def test_what_is_imported_ahead_is_there() -> None:
    for name in preloading._names():
        import_module(name)
