"""Another release of bandit than the one whose needs are known: all its tests run on all code, and that is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.sessions.session import Session
from aseptic.checks.bandit import installed as bandit
from aseptic.checks.bandit import release as bandit_release
from aseptic.checks.bandit.loading import Issue, Loaded, Test, loaded
from aseptic.checks.checker import Checker, compiled
from aseptic.checks.sieve.need import Kind
from aseptic.source.document import Document
from aseptic.standard.catalog import shipped

STANDARD = shipped()[0]
CODE = "import aiohttp\n\ndef f(u):\n    return aiohttp.request('GET', u)\n"
PAGE = "---\nstandard: Ours\nversion: '1'\n---\nText.\n"


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(bandit_release, "release", lambda: "1.9.99")
    yield


def widened(before: Loaded) -> Loaded:
    """Return bandit's tests with one for time-outs that knows another library."""

    def wider(context: object, _: object = None) -> Issue | None:
        if getattr(context, "call_function_name_qual", "") == "aiohttp.request":
            return Issue("MEDIUM", text="no time-out")
        return None

    vars(wider).update({"_test_id": "B113", "_checks": ["Call"]})
    kept: list[Test] = [test for test in before.tests if vars(test)["_test_id"] != "B113"]
    return evolve(before, tests=(*kept, wider))


def found(checker: Checker) -> set[str]:
    analysis = fresh(Document.of(CODE), Memo(checker))
    return {test for _, entry in analysis.found for finding in entry.findings for test in finding.bandit}


def test_the_release_is_told_without_bandit() -> None:
    assert bandit_release.release().count(".") == 2
    assert bandit_release.unread_release() in ("", bandit_release.release())


def test_a_test_that_looks_for_more_than_it_did_is_run(monkeypatch: pytest.MonkeyPatch, newer: None) -> None:
    tests = widened(loaded())
    monkeypatch.setattr(bandit, "loaded", lambda: tests)
    assert found(compiled(STANDARD)) == {"B113"}
    monkeypatch.setattr(bandit_release, "release", lambda: bandit_release.READ)
    assert found(compiled(STANDARD)) == set()  # which is why the needs are not used with it


def test_no_chunk_is_spared_and_every_import_counts(newer: None) -> None:
    checker = compiled(STANDARD)
    analysis = fresh(Document.of("import os\nx = 1\n"), Memo(checker))
    assert (
        checker.sought(analysis.entries[1].chunk, analysis.entries[1].view)().sought[Kind.BANDIT]
        == STANDARD.by_bandit.keys()
    )
    assert analysis.entries[1].view.imports == ("os",)
    assert checker.filter.watching(["os"])


def test_a_project_is_told_once(tmp_path: Path, newer: None) -> None:
    record = tmp_path / "security" / "standard.md"
    record.parent.mkdir()
    record.write_text(PAGE, encoding="utf-8")
    said = [str(each) for each in Session(STANDARD).project(tmp_path).problems if "1.9.99" in str(each)]
    assert len(said) == 1
    assert "standard.md:2: bandit 1.9.99 is installed" in said[0]
