"""`extractall` in a module that imports tarfile: what is surely a zip archive is not told to pass a filter."""

from __future__ import annotations

import pytest

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.document import Document
from aseptic.standard.vocabulary import Severity

HEAD = "import py7zr\nimport tarfile\nimport zipfile\nfrom zipfile import ZipFile as Archive\n\n\n"
ZIP = [
    "def f(x):\n    zipfile.ZipFile(x).extractall(x)\n",
    "def f(x):\n    with zipfile.ZipFile(x) as z:\n        z.extractall(x)\n",
    "def f(x):\n    z = Archive(x)\n    z.extractall(x)\n",
    "def f(x):\n    z = open(x)\n    z = Archive(x)\n    z.extractall(x)\n",
    "def f(z: zipfile.ZipFile):\n    z.extractall()\n",
    "def f(x):\n    z = Archive(x)\n    def g():\n        z.extractall(x)\n",
    "with zipfile.ZipFile('x') as z:\n    z.extractall('y')\n",
    "class A:\n    def __init__(self, x):\n        self.z = zipfile.ZipFile(x)\n\n    def go(self):\n        self.z.extractall()\n",
]
NOT_SURELY = [
    "def f(x):\n    z = zipfile.ZipFile(x) if x else py7zr.SevenZipFile(x)\n    z.extractall()\n",
    "def f(z):\n    z.extractall()\n",
    "def f(x):\n    open_it(x).extractall()\n",
    "def f(x):\n    z = zipfile.ZipFile(x) if x else tarfile.open(x)\n    z.extractall()\n",
    "def f(x, y):\n    z = zipfile.ZipFile(x)\n    if y:\n        z = open_it(x)\n    z.extractall()\n",
    "def f(x, y, z):\n    if y:\n        z = zipfile.ZipFile(x)\n    z.extractall()\n",
    "def f(x):\n    z = tarfile.open(x)\n    z.extractall()\n",
    "def f(x):\n    for z in (zipfile.ZipFile(x), tarfile.open(x)):\n        z.extractall()\n",
    "def extractall(): ...\n\n\ndef f(x):\n    extractall()\n",
]


def found(memo: Memo, code: str) -> list[tuple[str, Severity]]:
    analysis = fresh(Document.of(HEAD + code), memo)
    return [(finding.rule, finding.severity) for _, entry in analysis.found for finding in entry.findings]


@pytest.mark.parametrize("code", ZIP)
def test_a_zip_archive_is_for_the_rule_on_zip_archives(memo: Memo, code: str) -> None:
    assert found(memo, code) == [("RES-005", Severity.MEDIUM)]


@pytest.mark.parametrize("code", NOT_SURELY)
def test_whatever_may_be_a_tar_archive_stays_as_grave_as_it_was(memo: Memo, code: str) -> None:
    assert ("FIL-003", Severity.HIGH) in found(memo, code)
