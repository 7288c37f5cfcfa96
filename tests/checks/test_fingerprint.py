"""A fingerprint outlives layout, comments and aliases, and no other statement has it. Equal on every Python."""

from __future__ import annotations

import pytest

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.document import Document

PLAIN = "import subprocess\n\ndef f(x):\n    a()\n    subprocess.run(f'ls {x!r:>4}', shell=True)\n    b()\n"


def statement(text: str, memo: Memo) -> tuple[str, tuple[str, str]]:
    found = fresh(Document.of(text), memo).found
    findings = [finding for _, entry in found for finding in entry.findings if finding.rule != "ERR-009"]
    assert len(findings) == 1
    return findings[0].fingerprint.statement, findings[0].fingerprint.around


def test_it_is_this_on_every_python_and_may_only_change_with_its_version(memo: Memo) -> None:
    assert statement(PLAIN, memo) == ("017a794ef861c256", ("d98b39d7", "d5dd3795"))


@pytest.mark.parametrize(
    "other",
    [
        PLAIN.replace("import subprocess", "import subprocess as sp").replace("subprocess.run", "sp.run"),
        PLAIN.replace("import subprocess", "from subprocess import run").replace("subprocess.run", "run"),
        PLAIN.replace("shell=True)", "\n        shell = True,  # why\n    )"),
        PLAIN.replace("'", '"'),
        "# new\n\n" + PLAIN.replace("def f", "def before(): ...\n\n\ndef f"),
    ],
)
def test_it_outlives(other: str, memo: Memo) -> None:
    assert statement(other, memo) == statement(PLAIN, memo)


@pytest.mark.parametrize(
    ("old", "new"), [("ls ", "rm "), ("{x!r:>4}", "{x}"), ("f'ls", "'ls"), ("shell=True", "shell=1")]
)
def test_another_statement_has_another(old: str, new: str, memo: Memo) -> None:
    assert statement(PLAIN.replace(old, new), memo)[0] != statement(PLAIN, memo)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hashlib.md5(name).hexdigest()", "hashlib.md5(name + x).hexdigest()"),
        ("subprocess.Popen(x, shell=True).communicate()", "subprocess.Popen(f(x), shell=True).communicate()"),
        ("subprocess.Popen(x, shell=True).stdout.read()", "subprocess.Popen(x, cwd=y, shell=True).stdout.read()"),
    ],
)
def test_what_a_call_inside_a_name_is_handed_belongs_to_the_statement(one: str, other: str, memo: Memo) -> None:
    text = "import hashlib, subprocess\n\ndef f(x):\n    {}\n"
    assert statement(text.format(one), memo) != statement(text.format(other), memo)
    bare = "from hashlib import md5\nfrom subprocess import Popen\n\ndef f(x):\n    {}\n"
    short = one.replace("hashlib.", "").replace("subprocess.", "")
    assert statement(bare.format(short), memo) == statement(text.format(one), memo)
