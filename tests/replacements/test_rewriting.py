"""What front matter says to write instead: arguments, values, other names, alone and together."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from attrs import evolve
from mending import BLANK, mended

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.replacements.rewrites import replacements_for
from aseptic.source.document import Document
from aseptic.source.frontmatter import read_page
from aseptic.source.parse import Parsed
from aseptic.standard.remedy import Rewriting
from aseptic.standard.structure import structured

TIMEOUT = Rewriting(set={"timeout": "30"})
CASES = {
    "added": (TIMEOUT, "f(x)", "f(x, timeout=30)"),
    "changed": (TIMEOUT, "f(x, timeout = None)", "f(x, timeout = 30)"),
    "added to none": (TIMEOUT, "f()", "f(timeout=30)"),
    "two added": (Rewriting(set={"a": "1", "b": "2"}), "f(x)", "f(x, a=1, b=2)"),
    "one changed, one added": (Rewriting(set={"a": "1", "b": "2"}), "f(a=0)", "f(a=1, b=2)"),
    "by place": (Rewriting(set={"mode/1": "0o600"}), "f(p, 0o777)", "f(p, 0o600)"),
    "by place or name, by name": (Rewriting(set={"mode/1": "0o600"}), "f(p, mode=0o777)", "f(p, mode=0o600)"),
    "by place or name, missing": (Rewriting(set={"mode/1": "0o600"}), "f(p)", "f(p, mode=0o600)"),
    "by place alone, missing": (Rewriting(set={"1": "0o600"}), "f(p)", None),
    "spread": (TIMEOUT, "f(x, **more)", None),
    "spread by place": (Rewriting(set={"mode/1": "0o600"}), "f(*more, 1)", None),
    "given beside what is spread": (TIMEOUT, "f(timeout=0, **more)", "f(timeout=30, **more)"),
    "a generator alone": (TIMEOUT, "f(x for x in y)", None),
    "dropped": (Rewriting(drop=("verify",)), "f(x, verify=False, y=1)", "f(x, y=1)"),
    "dropped and set": (Rewriting(drop=("a",), set={"b": "1"}), "f(x, a=2, b=3)", "f(x, b=1)"),
    "nothing to drop": (Rewriting(drop=("verify",)), "f(x)", None),
    "wrapped": (Rewriting(set={"0": "str({})"}), "f(x + 1)", "f(str(x + 1))"),
    "whole": (Rewriting(value="g({})"), "f(x)", "g(f(x))"),
    "called instead": (Rewriting(call="os.chmod"), "os.mkdir(x)", "os.chmod(x)"),
    "called instead, with more": (Rewriting(call="os.chmod", set={"1": "0"}), "os.mkdir(x, 7)", "os.chmod(x, 0)"),
    "called by another beginning": (Rewriting(rename={"os": "ssl"}), "os.mkdir(x)", "s.mkdir(x)"),
    "the longest beginning": (Rewriting(rename={"os": "a", "os.path": "ssl"}), "os.path.join(x)", "s.join(x)"),
    "no known beginning": (Rewriting(rename={"o": "a", "os.p": "b"}), "os.path.join(x)", None),
    "appended": (Rewriting(append=("1",)), "f(x)", "f(x, 1)"),
    "appended to none": (Rewriting(append=("1",)), "f()", "f(1)"),
    "appended behind a keyword": (Rewriting(append=("1",)), "f(x, a=y)", None),
    "quotes as before": (Rewriting(set={"a": '"b"'}), "f(a='c')", "f(a='b')"),
    "quotes where there were none": (Rewriting(set={"a": '"b"'}), "f(a=True)", 'f(a="b")'),
    "chosen by a variable": (Rewriting(set={"a": "1"}), "f(a=y)", None),
    "chosen by a part of a variable": (Rewriting(set={"a/0": "1"}), "f(x.b)", None),
    "chosen by a name of a module": (Rewriting(set={"a": "1"}), "f(a=s.CERT_NONE)", "f(a=1)"),
    "not with another": (Rewriting(set={"a": "1"}, unless=("b/1",)), "f(x, y)", None),
    "not with another by name": (Rewriting(set={"a": "1"}, unless=("b/1",)), "f(x, b=y)", None),
    "without the other": (Rewriting(set={"a": "1"}, unless=("b/1",)), "f(x)", "f(x, a=1)"),
    "an element out": (Rewriting(without=("-A",)), "f(['ssh', '-A', x])", "f(['ssh', x])"),
    "the last out": (Rewriting(without=("-A",)), "f(['ssh', '-A'],)", "f(['ssh'],)"),
    "the last with its comma": (Rewriting(without=("-A",)), "f(['ssh', '-A',])", "f(['ssh',])"),
    "the first and more": (Rewriting(without=("a", "b")), "f(('a', 'b', x, 'a', y, 'b', 'a'))", "f((x, y))"),
    "all elements": (Rewriting(without=("a",)), "f(['a'])", None),
    "no such element": (Rewriting(without=("a",)), "f(['ab'])", None),
    "a scheme": (Rewriting(texts={"http://": "https://"}), "f('http://h', a=1)", "f('https://h', a=1)"),
    "a scheme before data": (Rewriting(texts={"http://": "https://"}), "f(u=f'http://{x}/')", "f(u=f'https://{x}/')"),
    "a scheme in a sum": (Rewriting(texts={"http://": "https://"}), "f('http://' + x)", "f('https://' + x)"),
    "a scheme in a template": (Rewriting(texts={"http://": "https://"}), "f('http://{}'.format(x))", "f('https://{}'.format(x))"),
    "two schemes": (Rewriting(texts={"http://": "https://"}), "f('http://h', 'http://g')", None),
    "a scheme of another call": (Rewriting(texts={"http://": "https://"}), "f(x, g(p, 'http://g'))", None),
    "the end of a pattern": (Rewriting(texts={"$": "\\Z"}), "f(r'^a$')", "f(r'^a\\Z')"),
    "a pattern that is not raw": (Rewriting(texts={"$": "\\Z"}), "f('^a$')", None),
    "a name by an alias": (Rewriting(set={"c": "{ssl.create_default_context}()"}), "f(x)", "f(x, c=s.create_default_context())"),
}  # fmt: skip
TOP = "import os\nimport ssl as s\n\n\ndef g(a, x, y, p, more):\n    return "


def offered(memo: Memo, remedy: Rewriting, code: str, kind: type[ast.AST]) -> str | None:
    """Return the text with the first node of a kind, from the end, mended; None where nothing is offered."""
    analysis = fresh(Document.of(code), memo)
    names = analysis.bindings.imported_names()
    start, entry = list(zip(analysis.cut.starts, analysis.entries, strict=True))[-1]
    parsed = memo.parsed(entry.chunk)
    assert isinstance(parsed, Parsed)
    node = next(each for each in ast.walk(parsed.tree) if isinstance(each, kind))
    asked = evolve(BLANK, node=parsed.span(node), replace=(remedy,))
    found = replacements_for(asked, parsed, entry.view, names)
    return mended(code, start, found[0]) if found else None


@pytest.mark.parametrize(("remedy", "before", "after"), CASES.values(), ids=CASES)
def test_calls(memo: Memo, remedy: Rewriting, before: str, after: str | None) -> None:
    assert offered(memo, remedy, f"{TOP}{before}\n", ast.Call) == (after and f"{TOP}{after}\n")


@pytest.mark.parametrize(
    ("before", "kind", "after"),
    [
        ("DEBUG = True\n", ast.Assign, "DEBUG = False\n"),
        ("DEBUG: bool = True  # here\n", ast.AnnAssign, "DEBUG: bool = False  # here\n"),
        ("f(DEBUG=True)\n", ast.keyword, "f(DEBUG=False)\n"),
        ("x = {'DEBUG': True, 'b': 1}\n", ast.Constant, "x = {'DEBUG': False, 'b': 1}\n"),
        ("x = ('DEBUG', True)\n", ast.Tuple, "x = ('DEBUG', False)\n"),
        ("DEBUG += True\n", ast.AugAssign, None),
    ],
)
def test_settings(memo: Memo, before: str, kind: type[ast.AST], after: str | None) -> None:
    assert offered(memo, Rewriting(value="False"), before, kind) == after


@pytest.mark.parametrize(
    ("remedy", "before", "after"),
    [
        (Rewriting(without=("yaml",)), "ACCEPT = [\n    'json',\n    'yaml',\n]\n", "ACCEPT = [\n    'json',\n]\n"),
        (Rewriting(without=("yaml",)), "ACCEPT = [\n    'yaml',  # old\n    'json',\n]\n", None),
        (Rewriting(texts={"no": "yes"}), "MODE = 'no'\n", "MODE = 'yes'\n"),
        (Rewriting(value='"Lax"'), "SAME = 'None'\n", "SAME = 'Lax'\n"),
    ],
)
def test_lists_and_texts_of_settings(memo: Memo, remedy: Rewriting, before: str, after: str | None) -> None:
    assert offered(memo, remedy, before, ast.Assign) == after


def test_an_argument_of_a_decorator(memo: Memo) -> None:
    code = "import tenacity\n\n\n@property\n@tenacity.retry(wait=1)\ndef send(self):\n    f(x)\n"
    analysis = fresh(Document.of(code), memo)
    (placed,) = [(start, entry) for start, entry in analysis.found if entry.findings]
    start, entry = placed
    parsed = memo.parsed(entry.chunk)
    assert isinstance(parsed, Parsed)
    (finding,) = entry.findings
    (found,) = replacements_for(evolve(finding, replace=(Rewriting(set={"stop": "s"}),)), parsed, entry.view)
    assert mended(code, start, found) == code.replace("wait=1", "wait=1, stop=s")


UTC = Rewriting(call="datetime.datetime.now", append=("{datetime.timezone}.utc",))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "import datetime\ndatetime.datetime.utcnow()\n",
            "import datetime\ndatetime.datetime.now(datetime.timezone.utc)\n",
        ),
        (
            "from datetime import datetime\ndatetime.utcnow()\n",
            "from datetime import datetime, timezone\ndatetime.now(timezone.utc)\n",
        ),
        (
            "from datetime import datetime, timezone\ndatetime.utcnow()\n",
            "from datetime import datetime, timezone\ndatetime.now(timezone.utc)\n",
        ),
        (
            "from datetime import datetime as dt\ndt.utcnow()\n",
            "import datetime\nfrom datetime import datetime as dt\ndt.now(datetime.timezone.utc)\n",
        ),
        ("from datetime import datetime\ntimezone = 1\ndatetime.utcnow()\n", None),
    ],
)
def test_a_name_whose_module_is_hidden_by_its_own_class(memo: Memo, before: str, after: str | None) -> None:
    assert offered(memo, UTC, before, ast.Call) == after


def test_a_new_name_in_a_title(memo: Memo) -> None:
    remedy = Rewriting(rename={"marshal": "json"}, title="Read the XML with {name}")
    analysis = fresh(Document.of("import marshal\nmarshal.load(x)\n"), memo)
    entry = analysis.entries[-1]
    parsed = memo.parsed(entry.chunk)
    assert isinstance(parsed, Parsed)
    call = next(each for each in ast.walk(parsed.tree) if isinstance(each, ast.Call))
    (found,) = replacements_for(evolve(BLANK, node=parsed.span(call), replace=(remedy,)), parsed, entry.view)
    assert found.title == "Read the XML with json.load"


def test_what_is_written_is_imported(memo: Memo) -> None:
    remedy = Rewriting(set={"context": "{ssl.create_default_context}()"})
    after = "import ssl\n\nf(x, context=ssl.create_default_context())\n"
    assert offered(memo, remedy, "f(x)\n", ast.Call) == after


def test_a_name_that_means_something_else_here_is_not_written(memo: Memo) -> None:
    remedy = Rewriting(set={"context": "{ssl.create_default_context}()"})
    assert offered(memo, remedy, "def g(ssl):\n    f(x)\n", ast.Call) is None


def test_titles_say_what_will_happen(memo: Memo) -> None:
    remedy = Rewriting(call="os.chmod", set={"mode/1": "0o600", "path": "{os.path.abspath}({})"}, drop=("dir_fd",))
    analysis = fresh(Document.of("import os\nos.mkdir(a, 1, path=2, dir_fd=3)\n"), memo)
    entry = analysis.entries[-1]
    parsed = memo.parsed(entry.chunk)
    assert isinstance(parsed, Parsed)
    asked = evolve(BLANK, node=parsed.span(parsed.roots[0]), replace=(remedy,))
    (found,) = replacements_for(asked, parsed, entry.view)
    assert found.title == "Call os.chmod instead, give mode=0o600, give path=os.path.abspath(…), drop dir_fd"
    assert not found.safe


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({}, "changes nothing"),
        ({"title": "Mend it"}, "changes nothing"),
        ({"value": "{os..x}()"}, "no dotted name"),
        ({"set": {"a": "{1}"}}, "no dotted name"),
        ({"append": ["{1}"]}, "no dotted name"),
        ({"rename": {"a": "b c"}}, "no dotted name"),
    ],
)
def test_what_cannot_be_written_is_refused(keys: dict[str, Any], words: str) -> None:
    page, _ = read_page("rule.md", "---\nid: X\n---\n")
    assert page is not None
    _, problems = structured(evolve(page, fields=keys), Rewriting)
    assert any(words in problem.message for problem in problems)


@pytest.mark.parametrize("given", ["p, pickle_module=dill", "p, 'cpu', dill"])
def test_a_pickle_of_ones_own_loads_no_weights_alone(bench: Any, given: str) -> None:
    code = f"import dill\nimport torch\n\n\ndef f(p):\n    return torch.load({given})\n"
    assert "MLM-001" in bench.rules(code)
    assert [offer for offer in bench.offers(code) if offer.rule == "MLM-001"] == []
