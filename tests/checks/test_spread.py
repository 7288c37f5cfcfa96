"""Arguments that stand in a dictionary which is spread count, as far as nothing else can be put over them."""

from __future__ import annotations

import pytest

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.document import Document

SHELL = {
    "display": "sp.run(cmd, **{'shell': True})",
    "display in a display": "sp.run(cmd, **{'check': True, **{'shell': True}})",
    "dict": "sp.run(cmd, **dict(shell=True))",
    "what a dict is told to change": "sp.run(cmd, **dict(kept, shell=True))",
    "last of a display": "sp.run(cmd, **{**kept, 'shell': True})",
    "joined text": "sp.run(cmd, **{'sh' 'ell': True})",
    "name": "kw = {'shell': True}\n    sp.run(cmd, **kw)",
    "name of a dict": "kw = dict(shell=True)\n    sp.run(cmd, **kw)",
    "name of the module": "sp.run(cmd, **SHELL)",
    "name of the module for a dict": "sp.run(cmd, **ALSO)",
    "ninth by place": "sp.Popen(cmd, 0, None, None, None, None, None, True, True)",
    "denied": "sp.call(cmd, shell=not False)",
    "number": "sp.call(cmd, **{'shell': 1})",
}
NO_SHELL = {
    "display": "sp.run(cmd, **{'shell': False})",
    "put over it by another": "sp.run(cmd, **{'shell': True, **kept})",
    "put over it by an unknown key": "sp.run(cmd, **{'shell': True, key: False})",
    "put over it by a keyword of another": "sp.run(cmd, **dict({'shell': True}, **kept))",
    "changed later": "kw = {'shell': True}\n    kw['shell'] = False\n    sp.run(cmd, **kw)",
    "changed elsewhere": "kw = {'shell': True}\n    change(kw)\n    sp.run(cmd, **kw)",
    "one of two": "kw = {'shell': True}\n    if cmd:\n        kw = {}\n    sp.run(cmd, **kw)",
    "parameter": "sp.run(cmd, **kept)",
    "module's own that changes here": "SHELL['shell'] = False\n    sp.run(cmd, **SHELL)",
}
MODULE = (
    "import subprocess as sp\n\nSHELL = {'shell': True}\nALSO = dict(shell=True)\n\n\ndef go(cmd, kept, key):\n    "
)


def found(memo: Memo, code: str) -> set[str]:
    return {each.rule for _, entry in fresh(Document.of(code), memo).found for each in entry.findings}


@pytest.mark.parametrize("code", SHELL.values(), ids=SHELL.keys())
def test_an_argument_is_read_wherever_it_is_written_out(memo: Memo, code: str) -> None:
    assert "INJ-003" in found(memo, f"{MODULE}{code}\n")


@pytest.mark.parametrize("code", NO_SHELL.values(), ids=NO_SHELL.keys())
def test_what_may_be_another_is_no_argument(memo: Memo, code: str) -> None:
    assert "INJ-003" not in found(memo, f"{MODULE}{code}\n")


@pytest.mark.parametrize("given", ["verify=not True", "verify=0", "**{'verify': False}"])
@pytest.mark.parametrize(("function", "rule"), [("get", "TLS-001"), ("Session().get", "TLS-002")])
def test_no_verification_is_seen_however_it_is_said(memo: Memo, given: str, function: str, rule: str) -> None:
    assert rule in found(memo, f"import requests\n\nrequests.{function}(url, timeout=3, {given})\n")
    unset = given.replace("not True", "None").replace("0", "None").replace("False", "None")
    assert rule not in found(memo, f"import requests\n\nrequests.{function}(url, timeout=3, {unset})\n")
