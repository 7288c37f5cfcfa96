"""The book in a real browser, opened as a file: the search works, and what a page may not load is not loaded."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from aseptic.analysis.projects.loading import load
from aseptic.cli.bookbinding import bind
from aseptic.evidence.book import book
from aseptic.standard.catalog import Standard

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on PATH, which the search in the book is tried in")


@pytest.fixture(scope="module")
def pages(standard: Standard, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bound") / "out"
    bind(book(load(tmp_path_factory.mktemp("plain"), standard)), folder)
    return folder


def seen(page: Path, query: str, home: Path) -> str:
    """Return a page as the browser has it after its script ran."""
    assert BROWSER is not None
    words = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={home}", "--dump-dom")
    done = subprocess.run(
        [BROWSER, *words, f"{page.as_uri()}{query}"], capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout


def shown(dom: str) -> list[str]:
    """Return the rules that are shown, in their order."""
    found = re.search(r'<section id="found"([^>]*)>(.*?)</section>', dom, re.DOTALL)
    assert found
    if "hidden" not in found[1]:
        assert len(re.findall(r'<section class="chapter"[^>]* hidden', dom)) == dom.count('<section class="chapter"')
        return re.findall(r'<tr data-rule="([A-Z]+-\d+)"', found[2])
    if re.search(r'<section class="chapter"[^>]* hidden', dom):
        return []
    return re.findall(r'<tr id="([A-Z]+-\d+)"', dom)


def test_without_a_question_all_rules_are_shown(pages: Path, standard: Standard, tmp_path: Path) -> None:
    assert set(shown(seen(pages / "index.html", "", tmp_path))) == standard.rules.keys()


@pytest.mark.parametrize(
    ("query", "first", "there", "absent"),
    [
        ("?q=inj-003", "INJ-003", set(), {"INJ-001", "TLS-001"}),
        ("?q=Shell+popen", "", {"INJ-003"}, {"TLS-001"}),
        ("?q=CWE-502", "", {"DES-001"}, {"INJ-003"}),
        ("?q=cwe+79", "", {"WEB-003", "WEB-005"}, {"KEY-001"}),
        ("?q=xss", "", {"WEB-003", "WEB-001"}, {"KEY-001"}),
        ("?q=timeout", "", {"RES-001"}, {"INJ-001"}),
        ("?q=verify%3Dfalse", "", {"TLS-001"}, {"INJ-003"}),
        ("?q=b602", "INJ-003", set(), {"DES-001"}),
        ("?q=temporary+files", "FIL-002", {"FIL-002"}, {"INJ-003"}),
        ("?q=%3Cscript%3Ex", "", set(), {"INJ-003"}),
    ],
)
def test_a_question_leaves_the_rules_that_have_its_words(
    pages: Path, tmp_path: Path, query: str, first: str, there: set[str], absent: set[str]
) -> None:
    dom = seen(pages / "index.html", query, tmp_path)
    found = shown(dom)
    assert there <= set(found)
    assert not absent.intersection(found)
    assert not first or found[0] == first
    said = re.search(r'<p id="count"[^>]*>([^<]*)</p>', dom)
    assert said and said[1] == (
        "No rule has these words." if not found else f"{len(found)} rule{'s' * (len(found) > 1)}"
    )
