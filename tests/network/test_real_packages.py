"""Real packages of health software, and Django: what bandit's command finds, and what we make of it.

Whatever it finds by a test that a rule takes whole, we find at its line; none of its findings of high severity is
lost; and all our findings together are fewer than half of its.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from archives import fetched
from judged import by_bandit, by_us

from aseptic.analysis.incremental import fresh
from aseptic.analysis.memo import Memo
from aseptic.source.document import Document
from aseptic.standard.catalog import Standard
from aseptic.standard.finding import Finding
from aseptic.standard.head import resting

PACKAGES = {
    "gnuhealth": "5.0.6",
    "gnuhealth-fhir-server": "0.9b7",
    "pynetdicom": "3.0.4",
    "pydicom": "3.0.2",
    "monai": "1.6.1",
    "django": "5.2.19",
}
LEFT_OUT = {
    # Tables of 300 to 1,900 kB: dictionaries alone, over which bandit spends 50 seconds to find nothing.
    "pydicom": (
        "pydicom/_dicom_dict.py",
        "pydicom/_private_dict.py",
        "pydicom/sr/_cid_dict.py",
        "pydicom/sr/_concepts_dict.py",
        "pydicom/sr/_snomed_dict.py",
    )
}
JUDGED = {
    # One product in two packages, of which bandit finds nothing in the first.
    "gnuhealth": ("gnuhealth", "gnuhealth-fhir-server"),
    **{name: (name,) for name in ("pynetdicom", "pydicom", "monai", "django")},
}

pytestmark = pytest.mark.network


def grouped(names: Iterable[str]) -> list[ParameterSet]:
    """Return the packages as parameters; what is asked of one is asked in one process, which runs each command once."""
    return [pytest.param(name, marks=pytest.mark.xdist_group(name.partition("-")[0])) for name in names]


def code_of(name: str) -> Path:
    return fetched(name, PACKAGES[name], LEFT_OUT.get(name, ()))


@pytest.mark.parametrize("name", grouped(PACKAGES))
def test_every_finding_of_bandit_that_a_rule_takes_whole_is_found_at_its_line(name: str, standard: Standard) -> None:
    code = code_of(name)
    whole = {test for rule in standard.rules.values() for test in rule.heading.detect.bandit}
    assert whole
    theirs, ours = by_bandit(code), by_us(code)
    assert ours.files == sum(1 for _ in code.rglob("*.py"))
    expected = Counter({place: count for place, count in theirs.places.items() if place[2] in whole})
    # Where the standard lets a rule rest, and says so, bandit's finding is none of ours.
    for path, line, test in list(expected):
        if standard.by_bandit[test].id in resting(standard.head.paths, f"package/{path}"):
            del expected[path, line, test]
    found = Counter({place: count for place, count in ours.places.items() if place[2] in whole})
    assert not expected - found, "bandit finds it and we do not"
    assert not found - expected, "we say that bandit finds it, and it does not"
    assert ours.unread <= theirs.unread, "bandit reads it and we do not"


@pytest.mark.parametrize("name", grouped(PACKAGES))
def test_what_a_narrowed_test_finds_is_found_by_bandit_too(name: str, standard: Standard) -> None:
    code = code_of(name)
    assert not by_us(code).places - by_bandit(code).places


@pytest.mark.parametrize("name", grouped(["pynetdicom", "gnuhealth-fhir-server", "gnuhealth"]))
def test_the_word_filter_loses_nothing(name: str, memo: Memo, open_memo: Memo) -> None:
    for path in sorted(code_of(name).rglob("*.py")):
        document = Document.of(path.read_text(encoding="utf-8"))
        assert findings(document, memo) == findings(document, open_memo), path


def findings(document: Document, memo: Memo) -> list[tuple[int, Finding]]:
    return [(start, finding) for start, entry in fresh(document, memo).found for finding in entry.findings]


@pytest.mark.parametrize("name", grouped(PACKAGES))
def test_no_finding_of_high_severity_is_lost(name: str) -> None:
    code = code_of(name)
    assert not by_bandit(code).high - by_us(code).places


@pytest.mark.parametrize("name", grouped(JUDGED))
def test_there_are_fewer_than_half_of_bandits_findings(name: str) -> None:
    folders = [code_of(each) for each in JUDGED[name]]
    theirs, ours = (sum(judged(folder).total for folder in folders) for judged in (by_bandit, by_us))
    assert 2 * ours < theirs, f"{ours} findings, and bandit has {theirs}"
