"""Code that a record quotes holds its own proof: whose statement it is can be told without the file."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from aseptic.analysis.deviations.recording import record_deviation
from aseptic.analysis.matching.mispointed import Mispointed
from aseptic.analysis.sessions.quotation import fits, quotation
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.records.deviation import Deviation, read_deviation
from aseptic.records.meanings import names_line, read_names
from aseptic.standard.catalog import Standard

TODAY = datetime.date(2026, 11, 24)
CODES = {
    "plain": "import os\nos.system(x)\n",
    "alias": "import subprocess as sp\ndef f(c):\n    return sp.run(c, shell=True)\n",
    "member": "import hashlib\nclass A:\n    def m(self, x):\n        y = 1\n        return hashlib.md5(x)\n",
    "several lines": "import os\ndef f(x):\n    g(\n        1,\n        os.system(x),\n        2,\n    )\n",
    "text over lines": 'import os\ndef f(x):\n    os.system(f"""\n        ls {x}\n  end""")\n',
    "head": "import os\ndef f(x):\n    if os.system(x):\n        g()\n    elif os.popen(x):\n        h()\n",
    "with": "import os\nwith os.popen(x) as f, \\\n        g() as h:\n    pass\n",
    "loop": "import os\ndef f(x):\n    while os.system(x):\n        pass\n    else:\n        g()\n",
    "handler": "def f():\n    try:\n        g()\n    except Exception:\n        pass\n",
    "two on a line": "import os\nx = 1; os.system(x)\n",
    "one-line body": "import os\nif x: os.system(x)\n",
    "local": "import os\ndef f(x):\n    run = os.system\n    run(x)\n",
    "match": "import os\ndef f(x):\n    match os.system(x):\n        case 1:\n            pass\n",
    "await": "import os\nasync def f(x):\n    await g(os.system(x))\n",
    "builtin": "def f(x):\n    return eval(len(x))\n",
    "crlf": "import os\r\ndef f(x):\r\n    os.system(\r\n        x)\r\n",
    "fences": 'import os\nos.system("""\n```\n## Code when raised\n```\n""" + x)\n',
    "called": "import tarfile\ndef f(x, y=1):\n    tarfile.open(x, mode='r').extractall(y)\n",
    "default": "import os\ndef f(x=os.system(y)):\n    pass\n",
}


def opened(standard: Standard, folder: Path, text: str) -> Snapshot:
    return Session(standard, [folder], lambda: TODAY).open(folder / "a.py", 1, text)


def recorded(snapshot: Snapshot, number: int = 0) -> tuple[Deviation, str]:
    made = record_deviation(snapshot, snapshot.findings[number])
    text = made.path.read_bytes().decode()
    found, _ = read_deviation(f"security/deviations/{made.path.name}", text)
    assert found is not None
    return found, text


@pytest.mark.parametrize("code", CODES.values(), ids=list(CODES))
def test_a_draft_vouches_for_its_own_fingerprint(standard: Standard, tmp_path: Path, code: str) -> None:
    snapshot = opened(standard, tmp_path, code)
    assert snapshot.findings
    for number, placed in enumerate(snapshot.findings):
        found, text = recorded(snapshot, number)
        assert "\nNames:" in text
        assert found.id not in Mispointed([found]), text
        assert fits(snapshot, placed, quotation(snapshot, placed).code)


def test_another_hash_or_other_code_is_seen(standard: Standard, tmp_path: Path) -> None:
    snapshot = opened(standard, tmp_path, CODES["alias"])
    found, text = recorded(snapshot)
    assert found.id not in Mispointed([found])
    for old, new in (
        (found.fingerprint.statement, "0123456789abcdef"),
        ("shell=True", "shell=False"),
        ("sp.run = subprocess.run", "sp.run = subprocess.call"),
        ("```python", "```python\n("),
    ):
        assert old in text
        changed, problems = read_deviation(found.record, text.replace(old, new))
        assert changed is not None, problems
        assert changed.id in Mispointed([changed]), new


def test_other_code_does_not_fit_a_finding(standard: Standard, tmp_path: Path) -> None:
    snapshot = opened(standard, tmp_path, CODES["alias"])
    assert fits(snapshot, snapshot.findings[0], "return sp.run(c,\n  shell=True)")
    assert not fits(snapshot, snapshot.findings[0], "return sp.run(d, shell=True)")
    assert not fits(snapshot, snapshot.findings[0], "(")


def test_names_come_back_as_they_were_told() -> None:
    names = {"sp.run": "subprocess.run", "os.system": "os.system", "open": "", "len": "builtins.len"}
    line = names_line(names)
    assert line == "Names: open = its own, os.system, sp.run = subprocess.run"
    assert read_names(f"```\nNames: no\n```\n\n{line}") == {
        "open": "",
        "os.system": "os.system",
        "sp.run": "subprocess.run",
    }
    assert read_names(names_line({})) == {}
    assert read_names("no line") is None
