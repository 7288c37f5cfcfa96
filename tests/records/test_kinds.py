"""The other records."""

from __future__ import annotations

import pytest

from aseptic.records.asset import read_asset
from aseptic.records.interface import read_interface
from aseptic.records.permit import read_permit
from aseptic.records.requirement import Standing, read_requirement
from aseptic.records.review import read_review
from aseptic.records.threat import Stride, read_threat
from aseptic.standard.vocabulary import Capability

GOOD = {
    "SEC-001": (read_requirement, "title: T\ncapability: SAHD\nstatus: draft"),
    "IF-001": (read_interface, "title: T\nboundary: b\nentry: []\nassets: []\nthreats: []"),
    "AST-001": (read_asset, "title: T"),
    "THR-001": (read_threat, "title: T\nstride: [spoofing]\ninterfaces: []\nassets: []\nmitigated_by: []"),
    "PER-001": (
        read_permit,
        "title: T\nrule: INJ-003\npaths: [tools/**]\ncondition: only constants\n"
        "raised: {by: mira, on: 2026-11-23}\napproved: {by: , on: , of: }\nexpires: 2027-11-23",
    ),
    "REV-0001": (read_review, "title: T"),
}
ALL = pytest.mark.parametrize("name", GOOD)


def read(name: str, keys: str, prose: str = "It shall be so, and nothing else."):
    return GOOD[name][0](f"security/x/{name}.md", f"---\nid: {name}\n{keys}\n---\n{prose}\n")


@ALL
def test_it_reads(name: str):
    record, problems = read(name, GOOD[name][1])
    assert problems == ()
    assert record is not None
    assert (record.id, record.title, record.statement) == (name, "T", "It shall be so, and nothing else.")
    assert record.path == record.record == f"security/x/{name}.md"


@ALL
def test_an_unknown_key_is_a_problem(name: str):
    record, problems = read(name, "titel: x\n" + GOOD[name][1])
    assert record is None
    assert [(each.line, each.key, each.cure) for each in problems] == [(2, "titel", "did you mean 'title'?")]


@ALL
def test_every_key_but_the_optional_ones_must_be_there(name: str):
    lines = GOOD[name][1].split("\n")
    for line in lines:
        key = line.partition(":")[0]
        record, problems = read(name, "\n".join(each for each in lines if each is not line))
        if key == "approved":
            assert record is not None
        else:
            assert record is None
            assert [each.key for each in problems] == [key]


@ALL
def test_a_blank_title_is_a_problem(name: str):
    record, problems = read(name, GOOD[name][1].replace("title: T", "title: ' '"))
    assert record is None
    assert [(each.line, each.key) for each in problems] == [(2, "title")]


@ALL
def test_an_id_of_another_kind_is_a_problem(name: str):
    reader, keys = GOOD[name]
    record, problems = reader("security/x/XX-1.md", f"---\nid: XX-1\n{keys}\n---\nIt shall.\n")
    assert record is None
    assert [(each.line, each.key) for each in problems] == [(1, "id")]


def test_a_requirement_in_full():
    keys = (
        "title: T\ncapability: NAUT\nstatus: approved\nthreats: [THR-001]\nrules: [TLS-001]\nsource: MDS2\n"
        "reviewed: {by: kim, on: 2026-11-23, role: security, independence: other team}"
    )
    record, problems = read("SEC-001", keys)
    assert problems == ()
    assert (record.capability, record.status) == (Capability.NAUT, Standing.APPROVED)
    assert record.reviewed.independence == "other team"


def test_a_requirement_without_words_is_a_problem_and_a_record():
    record, problems = read("SEC-001", GOOD["SEC-001"][1], "")
    assert record is not None
    assert [each.cure for each in problems] == ["write what the product shall do"]


@pytest.mark.parametrize(
    ("name", "old", "new", "key"),
    [
        ("SEC-001", "SAHD", "SHDA", "capability"),
        ("SEC-001", "draft", "done", "status"),
        ("SEC-001", "draft", "draft\nrules: INJ-003", "rules"),
        ("THR-001", "[spoofing]", "[spoofing, guessing]", "stride[1]"),
        ("THR-001", "[spoofing]", "spoofing", "stride"),
        ("IF-001", "entry: []", "entry: a.b", "entry"),
        ("PER-001", "[tools/**]", "[]", "paths"),
        ("PER-001", "INJ-003", "shell", "rule"),
        ("PER-001", "2027-11-23", "2027-11-31", "expires"),
    ],
)
def test_wrong_values(name: str, old: str, new: str, key: str):
    record, problems = read(name, GOOD[name][1].replace(old, new, 1))
    assert record is None
    assert [each.key for each in problems] == [key]
    assert problems[0].line and problems[0].cure


def test_stride():
    record, _ = read("THR-001", GOOD["THR-001"][1])
    assert record.stride == (Stride.SPOOFING,)
