"""The standard as HTML: complete, linked, and harmless whatever a project's texts hold."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from own_rule_text import PAGE, PATH

from aseptic.analysis.projects.book import MANIFEST, page_of
from aseptic.analysis.projects.loading import load
from aseptic.analysis.projects.project import Project
from aseptic.evidence.book import book
from aseptic.evidence.keys import groups
from aseptic.evidence.samples import SAMPLES
from aseptic.standard.catalog import Standard
from aseptic.standard.detect import Banned, Words
from aseptic.standard.head import PathSetting
from aseptic.standard.tailoring import Agreed, ProjectBanned, Tailoring
from aseptic.standard.vocabulary import Category, Severity

TAGS = set(
    "html head meta title link body a header nav span form label input main h1 h2 h3 h4 h5 h6 p b section table thead tr th "
    "tbody td footer code script div ul ol li pre dl dt dd abbr article q mark em strong blockquote hr br".split()
)
VOID = {"meta", "link", "input", "br", "hr"}


class Read(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.text = ""
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        else:
            self.text += data

    def all(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def tame(name: str, text: str) -> Read:
    """Read a page, having made sure that nothing in it runs, loads or leads anywhere but to a page."""
    page = Read(text)
    assert page.open == []
    assert {tag for tag, _ in page.tags} <= TAGS
    assert not [each for _, attributes in page.tags for each in attributes if each.startswith("on") or each == "style"]
    assert page.all("src") == []
    assert [each["href"] for tag, each in page.tags if tag == "link"] == [
        "../style.css" if name.startswith("rules/") else "style.css"
    ]
    assert len(page.scripts) == (name == "index.html")
    for link in page.all("href"):
        scheme = link.partition(":")[0] if ":" in link.partition("/")[0] else ""
        assert scheme in {"", "http", "https", "mailto"}, link
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    return page


@pytest.fixture(scope="module")
def few(standard: Standard) -> Standard:
    """A standard of three rules, whose book is quickly made."""
    kept = ("INJ-003", "ERR-001", "SUP-016")
    return Standard({name: standard.rules[name] for name in kept}, "digest", head=standard.head)


def html(pages: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in pages.items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def whole(standard: Standard, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The book of a project that tailors the whole standard."""
    root = tmp_path_factory.mktemp("pump")
    keys = (
        "severities: {RES-001: high}\ncategories: {ERR-001: required}\nexcluded: {AUT-022: seen by our own check}\n"
        "not_applicable: {DEV-001: no DICOM here}\nbanned: [{name: pump.raw, message: '{name} skips the interlock'}]\n"
        "approved: {by: kim, on: 2026-11-24}\npaths: [{globs: ['tools/**'], without: [INJ-010], reason: run by hand}]\n"
    )
    files = {
        "standard.md": f"---\nstandard: Aseptic\nversion: '0.1'\n{keys}---\nThis is how we do it.\n",
        "requirements/SEC-007.md": "---\nid: SEC-007\ntitle: No shells\ncapability: SAHD\nstatus: approved\n"
        "rules: [INJ-003]\n---\nIt shall not.\n",
        "rules/ACM-001.md": PAGE + "\n## History\nAsked for by *Mira*.\n",
    }
    for name, text in files.items():
        path = root / "security" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    project = load(root, standard)
    assert project.problems == ()
    return book(project)


def test_every_rule_has_a_page_that_says_all_of_it(standard: Standard, whole: dict[str, str]) -> None:
    for rule in standard.rules.values():
        page = tame(page_of(rule.id), whole[page_of(rule.id)])
        assert rule.id in page.all("id")
        assert {"shall", "why", "noncompliant", "compliant", "deviation", "found-by", "references"} <= set(
            page.all("id")
        )
        assert rule.title in page.text
        said = [line.strip() for code in (*rule.noncompliant, *rule.compliant) for line in code.text.split("\n")]
        assert [line for line in said if line not in page.text] == []
        assert [each for each in rule.heading.references if each not in page.text] == []
        assert [f"CWE-{each}" for each in rule.heading.cwe if f"CWE-{each}" not in page.text] == []
        assert [each for each in rule.heading.capabilities if each not in page.text] == []
        assert [test for test in rule.tests if test not in page.text] == []


def test_every_link_and_every_anchor_is_there(whole: dict[str, str]) -> None:
    pages = {name: Read(text) for name, text in html(whole).items()}
    broken = []
    for name, page in pages.items():
        for link in page.all("href"):
            if link.startswith("https://cwe.mitre.org/data/definitions/"):
                continue
            target, _, anchor = link.partition("#")
            where = normpath(join(dirname(name), target)) if target else name
            if where not in whole or (anchor and anchor not in pages[where].all("id")):
                broken.append((name, link))
    assert broken == []


def test_the_index_holds_every_rule_by_chapter_and_its_words(standard: Standard, whole: dict[str, str]) -> None:
    page = tame("index.html", whole["index.html"])
    rows = {
        each["id"]: f"{each['data-names']} {each['data-words']}"
        for tag, each in page.tags
        if tag == "tr" and "data-words" in each
    }
    assert rows.keys() == {*standard.rules, "ACM-001"}
    assert {"INJ", "PHI", "ACM"} <= set(page.all("id"))
    for word in ("cwe-78", "os.system", "b602", "shell", "injection", "sahd", "high", "required"):
        assert word in rows["INJ-003"], word
    assert "pump.legacy.raw_write" in rows["ACM-001"]


def test_what_the_project_made_of_a_rule_is_said_on_its_page(whole: dict[str, str]) -> None:
    said = {
        "RES-001": "Its severity is high here; the standard has it as medium.",
        "ERR-001": "It is required here; the standard has it as advisory.",
        "AUT-022": "It is left out here: seen by our own check",
        "DEV-001": "It is declared not applicable: no DICOM here",
        "SUP-016": "The project bans a call of pump.raw under it: pump.raw skips the interlock",
        "INJ-010": "It rests in tools/**: run by hand",
        "INJ-003": "SEC-007 No shells",
        "ACM-001": "This is a rule of the project's own, from security/rules/ACM-001.md.",
    }
    for rule, words in said.items():
        assert words in Read(whole[page_of(rule)]).text, rule
    tailoring = Read(whole["tailoring.html"]).text
    assert [words for rule, words in said.items() if rule != "INJ-003" and words not in tailoring] == []
    assert "This is how we do it." in tailoring
    assert "by kim on 2026-11-24" in tailoring


def test_an_own_rules_page_keeps_what_else_stands_in_it(whole: dict[str, str]) -> None:
    page = Read(whole[page_of("ACM-001")])
    assert "History" in page.text and "Asked for by Mira." in page.text
    assert "legacy.raw_write(1)" in page.text


def test_the_account_has_every_test_of_bandit(whole: dict[str, str], standard: Standard) -> None:
    page = tame("account.html", whole["account.html"])
    assert {*standard.by_bandit, *standard.head.excluded} <= set(page.all("id"))
    assert standard.head.excluded["B404"].split(";")[0] in page.text


def test_what_is_looked_for_in_part_only_is_never_said_to_be_held_whole(
    standard: Standard, whole: dict[str, str]
) -> None:
    listed = [rule for rule in standard.rules.values() if rule.heading.detect.runs and rule.heading.detect.flow]
    parts = [rule for rule in listed if rule.id != "AUT-022"]  # which the project leaves out
    index, account = Read(whole["index.html"]), Read(whole["account.html"])
    assert f"({len(parts)} only in part" in " ".join(index.text.split())
    assert f", {len(parts)} by Aseptic in part" in account.text
    assert index.text.count("by Aseptic in part") == len(listed)
    for rule in parts:
        page = whole[page_of(rule.id)]
        assert '<span class="mark tool in part">by Aseptic in part</span>' in page, rule.id
        assert f"rules/{rule.id}.html" in account.all("href"), rule.id
        for text in (account.text, Read(page).text):
            said = " ".join(text.split())
            assert [each for each in rule.heading.detect.flow if " ".join(each.split()) not in said] == []


def test_the_page_on_writing_a_rule_has_every_key_and_every_sample(whole: dict[str, str]) -> None:
    page = tame("write-a-rule.html", whole["write-a-rule.html"])
    assert {group.anchor for group in groups()} <= set(page.all("id"))
    keys = [key for group in groups() for key in group.keys]
    words = [*(key.name for key in keys), *(choice.word for key in keys for choice in key.choices)]
    assert [word for word in words if f"<code>{word}</code>" not in whole["write-a-rule.html"]] == []
    for sample in SAMPLES:
        assert sample.found in page.text and sample.left in page.text
        assert all(f"  {line}" in page.text for line in sample.declared.splitlines())


def test_equal_inputs_give_equal_books_and_the_list_names_every_file(few: Standard, tmp_path: Path) -> None:
    one, other = book(load(tmp_path, few)), book(load(tmp_path, few))
    assert one == other
    assert set(json.loads(one[MANIFEST])["files"]) == one.keys() - {MANIFEST}
    assert str(tmp_path) not in "".join(one.values())
    assert not [name for name, text in one.items() if str(Path(few.rules["INJ-003"].path).parent) in text]


def test_a_name_that_a_rule_had_once_leads_to_it(few: Standard, tmp_path: Path) -> None:
    rule = few.rules["INJ-003"]
    renamed = evolve(rule, heading=evolve(rule.heading, formerly=("INJ-903", "ERR-001")))
    pages = book(load(tmp_path, Standard({**few.rules, "INJ-003": renamed}, "digest")))
    assert "INJ-003.html" in tame(page_of("INJ-903"), pages[page_of("INJ-903")]).all("href")
    assert few.rules["ERR-001"].title in pages[page_of("ERR-001")]


@pytest.mark.parametrize(
    ("keys", "lines", "words"),
    [
        ("banned: []\n", ["banned:", "  - name: pump.legacy.raw_write"], "put these four lines in its place"),
        ("banned: [{name: a.b}]\n", ["  - name: pump.legacy.raw_write"], "Names stand below banned: already"),
        ("", ["banned:", "  - name: pump.legacy.raw_write"], "above the second ---"),
        (None, ["banned:", "  - name: pump.legacy.raw_write"], "run aseptic init in that folder once"),
    ],
)
def test_how_to_ban_a_function_fits_what_the_project_has(
    few: Standard, tmp_path: Path, keys: str | None, lines: list[str], words: str
) -> None:
    if keys is not None:
        (tmp_path / "security").mkdir()
        text = f"---\nstandard: Aseptic\nversion: '0.1'\n{keys}---\nText.\n"
        (tmp_path / "security" / "standard.md").write_text(text, encoding="utf-8")
    page = tame("ban-a-function.html", book(load(tmp_path, few))["ban-a-function.html"])
    assert words in " ".join(page.text.split())
    assert "\n".join(lines) in page.text
    assert ("banned:\n  - name" in page.text) is (lines[0] == "banned:")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "Not adopted: there is no security/standard.md."),
        ("---\nstandard: Ours\n", "Not adopted: security/standard.md cannot be read."),
        ("---\nstandard: Ours\nversion: '1'\n---\nText.\n", ""),
    ],
)
def test_a_standard_that_no_project_adopted_says_so_on_each_page(
    few: Standard, tmp_path: Path, text: str | None, words: str
) -> None:
    if text is not None:
        (tmp_path / "security").mkdir()
        (tmp_path / "security" / "standard.md").write_text(text, encoding="utf-8")
    pages = {name: tame(name, page).text for name, page in html(book(load(tmp_path, few))).items()}
    for name in ("index.html", "tailoring.html"):
        assert words in pages[name]
    assert {"not adopted" in text.lower() for text in pages.values()} == {bool(words)}


def test_the_page_says_when_a_ban_does_not_fail_a_build(few: Standard, tmp_path: Path) -> None:
    path = tmp_path / "security" / "standard.md"
    path.parent.mkdir()
    said = []
    for gate in ("low", "high"):
        text = (
            f"---\nstandard: Aseptic\nversion: '0.1'\npolicy: {{gate: {{to: {gate}, reason: old code}}}}\n---\nText.\n"
        )
        path.write_text(text, encoding="utf-8")
        said.append(Read(book(load(tmp_path, few))["ban-a-function.html"]).text)
    assert "ends with 1" in said[0] and "gate is high" not in said[0]
    assert "gate is high" in said[1] and "ends with 1" not in said[1]


# whatever is written

NASTY = st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='alert(1)",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://example.org/track.png)",
        '<https://example.org/"onclick=alert(1)>',
        "```html\n</code></pre><script>alert(1)</script>\n```",
        "```\x00<b>\n",
        "</title></style></script>",
        "{{ 7 * 7 }}{% raw %}",
        "<!-- ]]> &lt;b&gt; &#60;i&#62;",
        "`` ` ``INJ-003`",
        "[INJ-003]: javascript:alert(1)\n\n[INJ-003]",
        "\ud800",
    ]
)
TEXT = st.lists(st.one_of(NASTY, st.text(max_size=12)), min_size=1, max_size=4).map("".join)


@pytest.fixture(scope="module")
def plain(few: Standard, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project under a standard of three rules."""
    root = tmp_path_factory.mktemp("plain")
    path = root / PATH
    path.parent.mkdir(parents=True)
    path.write_text(PAGE, encoding="utf-8")
    return load(root, few)


def fenced(text: str) -> str:
    return f"~~~~~~python\n{text}\n~~~~~~\n\n"


def bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


@settings(max_examples=40, deadline=None)
@given(TEXT, TEXT, TEXT, TEXT)
def test_whatever_texts_hold_is_shown_and_never_run(plain: Project, one: str, two: str, three: str, four: str) -> None:
    old = plain.adopted.rules["INJ-003"]
    detect = evolve(
        old.heading.detect,
        banned=(Banned(name=one), Banned(name=two, when={three: four}, message=one)),
        texts=(Words(matches="x", words=(one,), to=(two,)),),
        flow=(three,),
    )
    heading = evolve(
        old.heading, title=one, message=two, references=(three, four), detect=detect, severity=Severity.LOW
    )
    parts = {
        "Why": four,
        "Noncompliant": "".join(fenced(each) for each in (one, two)),
        "Compliant": fenced(three),
        "Deviation": f"{one}\n\n{two}",
    }
    text = f"---\n---\n{three}\n\n" + "".join(f"\n## {title}\n{body}\n" for title, body in parts.items())
    rule = evolve(old, heading=heading, text=text)
    head = evolve(
        plain.standard.head,
        families={"INJ": four},
        excluded={"B404": one},
        paths=(PathSetting((two,), ("ERR-001",), three),),
    )
    tailoring = Tailoring(
        standard=one,
        version=two,
        approved=Agreed(three, None),
        not_applicable={"INJ-003": four},
        banned=(ProjectBanned(name=one, message=three, rule="ERR-001"),),
    )
    adopted = {**plain.adopted.rules, "INJ-003": rule}
    here = evolve(rule, heading=evolve(heading, category=Category.ADVISORY))
    own = tuple(
        evolve(each, page=evolve(each.page, sections=tuple(evolve(s, title=one, body=two) for s in each.page.sections)))
        for each in plain.shelf.rules
    )
    project = evolve(
        plain,
        tailoring=tailoring,
        adopted=Standard(adopted, "d"),
        standard=Standard({**adopted, "INJ-003": here}, "d", head=head),
        shelf=evolve(plain.shelf, rules=own),
    )
    pages = {name: tame(name, text) for name, text in html(book(project)).items()}
    shown = bare(pages[page_of("INJ-003")].text)
    for each in (one, three, four, *(code.text for code in (*rule.noncompliant, *rule.compliant))):
        assert bare(each) in shown
