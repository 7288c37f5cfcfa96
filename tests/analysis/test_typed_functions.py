"""While a function is typed, findings outside it stay put: over real modules, at any place, up to any letter."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typing_functions import OPENED, Module, assert_the_rest_stays, found, known, module_at

from aseptic.analysis.documents.memo import Memo

STDLIB = Path(sysconfig.get_path("stdlib"))
NAMES = ("imaplib.py", "logging/config.py", "pickle.py", "shutil.py", "smtplib.py", "tempfile.py", "xmlrpc/server.py")


@pytest.fixture(scope="module")
def modules(memo: Memo) -> list[Module]:
    read = [module_at(STDLIB / name) for name in NAMES if (STDLIB / name).exists()]
    return [each for each in read if each is not None and len(found(known(memo, each.text))) > 2]


@settings(derandomize=True, deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_found_outside_a_function_that_is_typed_stays(
    memo: Memo, modules: list[Module], data: st.DataObject
) -> None:
    module = data.draw(st.sampled_from(modules))
    other = data.draw(st.sampled_from(modules))
    function = data.draw(st.sampled_from(other.functions))
    place = data.draw(st.integers(0, len(module.places) - 1))
    upto = data.draw(st.integers(0, len(function)))
    assert_the_rest_stays(memo, module, place, function, upto, data.draw(st.sampled_from(OPENED)))


def test_the_modules_have_findings_to_lose(memo: Memo, modules: list[Module]) -> None:
    assert len(modules) >= 5
    assert sum(len(found(known(memo, each.text))) for each in modules) > 20
