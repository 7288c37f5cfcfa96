"""Real packages of health software, and Django: what bandit's command finds, and what we make of it.

Whatever it finds by a test that a rule takes whole, we find at its line; none of its findings of high severity is
lost; and all our findings together are fewer than half of its.
"""

from __future__ import annotations

from collections import Counter

import pytest
from archives import fetched
from judged import Judged, by_bandit, by_us

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
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
PRODUCTS = {
    # One product in two packages, of which bandit finds nothing in the first.
    "gnuhealth": ("gnuhealth", "gnuhealth-fhir-server"),
    **{name: (name,) for name in ("pynetdicom", "pydicom", "monai", "django")},
}

pytestmark = pytest.mark.network


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_product_is_judged_as_bandit_judges_it_and_with_half_the_noise(product: str, standard: Standard) -> None:
    """One test, since every command runs once for it."""
    total, outside = Counter[str](), Counter[str]()
    for name in PRODUCTS[product]:
        code = fetched(name, PACKAGES[name], LEFT_OUT.get(name, ()))
        theirs, ours = by_bandit(code), by_us(code)
        assert ours.files == sum(1 for _ in code.rglob("*.py"))
        assert ours.unread <= theirs.unread, "bandit reads it and we do not"
        agree_on_whole_tests(theirs, ours, standard)
        assert not ours.places - theirs.places, "we say that bandit finds it, and it does not"
        assert not theirs.high - ours.places, "a finding of high severity is lost"
        total += Counter({"theirs": theirs.total, "ours": ours.total})
        outside += Counter({"theirs": theirs.outside, "ours": ours.outside})
    assert 2 * total["ours"] < total["theirs"], f"{total['ours']} findings, and bandit has {total['theirs']}"
    # Tests abound in asserts, and what remains of these must not hide the rest. A score of findings says little.
    if outside["theirs"] > 20:
        assert 2 * outside["ours"] < outside["theirs"], (
            f"{outside['ours']} outside of tests, bandit {outside['theirs']}"
        )


def agree_on_whole_tests(theirs: Judged, ours: Judged, standard: Standard) -> None:
    """Hold what bandit finds by tests that a rule takes whole against what we find, line by line."""
    whole = {test for rule in standard.rules.values() for test in rule.heading.detect.bandit}
    assert whole
    expected = Counter({place: count for place, count in theirs.places.items() if place[2] in whole})
    # Where the standard lets a rule rest, and says so, bandit's finding is none of ours.
    for path, line, test in list(expected):
        if standard.by_bandit[test].id in resting(standard.head.paths, f"package/{path}"):
            del expected[path, line, test]
    found = Counter({place: count for place, count in ours.places.items() if place[2] in whole})
    assert not expected - found, "bandit finds it and we do not"
    assert not found - expected, "we say that bandit finds it, and it does not"


@pytest.mark.parametrize("name", ["pynetdicom", "gnuhealth"])
def test_the_word_filter_loses_nothing(name: str, memo: Memo, open_memo: Memo) -> None:
    code = fetched(name, PACKAGES[name])
    for path in sorted(path for path in code.rglob("*.py") if "tests" not in path.parts):
        document = Document.of(path.read_text(encoding="utf-8"))
        assert findings(document, memo) == findings(document, open_memo), path


def findings(document: Document, memo: Memo) -> list[tuple[int, Finding]]:
    return [(start, finding) for start, entry in fresh(document, memo).found for finding in entry.findings]
