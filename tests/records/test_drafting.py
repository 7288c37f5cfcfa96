"""A draft reads back as what went in, whatever the names, the paths and the code hold."""

from __future__ import annotations

import datetime

import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from record_texts import TODAY, sighting

from aseptic.records.deviation import Status, read_deviation
from aseptic.records.drafting import draft
from aseptic.records.ground import Ground
from aseptic.records.matching import Sighting, State, match
from aseptic.records.scalar import scalar
from aseptic.records.terms import Terms
from aseptic.source.printable import on_one_line

EXPIRES = datetime.date(2027, 11, 24)
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
PATHS = TEXT.map(lambda text: f"src/{text}").filter(lambda path: ".." not in path.split("/"))
SCOPES = TEXT.filter(lambda text: ":" not in text)
HASHES = st.one_of(
    st.text("0123456789abcdef", min_size=1, max_size=16), st.sampled_from(["null", "12e45", "0o7", "yes"])
)
CODE = st.one_of(
    TEXT,
    st.lists(
        st.sampled_from(
            [
                "```",
                "````\n",
                "~~~\n",
                "<<<<<<< HEAD\n",
                ">>>>>>> x",
                "=======\n",
                "## Justification\n",
                "---\n",
                " x\n",
                "\r",
                "\r\n",
            ]
        )
    ).map("".join),
)


@given(PATHS, SCOPES, HASHES, st.tuples(TEXT, TEXT), TEXT.filter(str.strip), CODE, TEXT)
@example("src/a.py", "", "1234567890123456", ("", ""), "Mira", "x = '''\n<<<<<<< HEAD\n```\n'''", "A\nlist")
@example("src/a::b", "", "a", ("on", "1:30"), "#: {", "", "")
def test_a_draft_reads_back(
    path: str, scope: str, statement: str, around: tuple[str, str], by: str, code: str, replacement: str
):
    seen = Sighting(path, scope, "INJ-003", statement, around, 2, 3)
    text = draft("DEV-0012", seen, by, TODAY, EXPIRES, code, replacement)
    found, problems = read_deviation("security/deviations/DEV-0012.md", text.encode().decode())
    assert found is not None, [str(problem) for problem in problems]
    titles = ["Justification", "Why not the replacement"] if replacement.strip() else ["Justification"]
    assert [problem.key for problem in problems] == titles
    assert (found.path, found.scope, found.rule) == (path, scope, "INJ-003")
    assert (found.fingerprint.statement, found.fingerprint.around) == (statement, around)
    assert (found.fingerprint.ordinal, found.fingerprint.count) == (2, 3)
    assert (found.raised.by, found.raised.on, found.expires) == (on_one_line(by.strip()), TODAY, EXPIRES)
    assert (found.status, found.kind) == (Status.PROPOSED, Ground.ACCEPTED_RISK)
    whole = code if code.endswith(("\r", "\n")) or not code else f"{code}\n"
    assert [each.text for each in found.code] == [whole]


@given(TEXT)
def test_a_scalar_is_one_line_that_reads_back(text: str):
    written = scalar(text)
    assert "\n" not in written and "\u2028" not in written and "\x85" not in written
    for line in (f"a: {written}", f"a: {{b: {written}, c: d}}", f"a: [{written}, x]"):
        read = yaml.safe_load(line)["a"]
        assert (
            read if isinstance(read, str) else next(iter(read.values() if isinstance(read, dict) else read))
        ) == text


def test_plain_values_stay_plain():
    assert scalar("src/pump/update.py::Updater.install") == "src/pump/update.py::Updater.install"
    assert scalar("mira@example.org") == "mira@example.org"


def test_a_plain_record_is_ten_short_lines():
    text = draft("DEV-0001", sighting(), "mira@example.org", TODAY, EXPIRES, "os.system(x)")
    front = text.split("## Justification")[0].rstrip("\n").split("\n")
    assert len(front) == 10
    assert [line.partition(":")[0] for line in front[1:-1]] == [
        "id", "kind", "rule", "where", "fingerprint", "status", "raised", "expires",
    ]  # fmt: skip
    assert max(map(len, front)) <= 110
    assert "Why not the replacement" not in text


def test_the_replacement_is_asked_about_where_there_is_one():
    text = draft("DEV-0001", sighting(), "mira", TODAY, EXPIRES, "x", "Pass a list of arguments")
    assert "## Why not the replacement\nTODO: say why not: Pass a list of arguments\n" in text


def test_a_draft_matches_its_finding_as_proposed():
    for scope in ("A.b", ""):
        seen = sighting(scope=scope)
        found, _ = read_deviation("DEV-0001.md", draft("DEV-0001", seen, "mira", TODAY, EXPIRES, "x"))
        assert found is not None
        dispositions, _ = match([seen], [found], TODAY, Terms())
        assert (dispositions[0].state, dispositions[0].covers) == (State.PROPOSED, False)


def test_what_no_file_can_hold_is_replaced():
    text = draft("DEV-0001", sighting(path="src/\udcff.py"), "m\ud800", TODAY, EXPIRES, "x = '\ud83d'")
    text.encode("utf-8")
    assert read_deviation("DEV-0001.md", text)[0] is not None


def test_long_code_is_cut_and_says_so():
    text = draft("DEV-0001", sighting(), "mira", TODAY, EXPIRES, "x = 1\n" * 400_000)
    assert len(text) < 50_000
    assert "2400000 characters in all" in text
    assert read_deviation("DEV-0001.md", text)[0] is not None
