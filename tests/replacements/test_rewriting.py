"""What front matter says to write instead: arguments, values, other names, alone and together."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from attrs import evolve
from conftest import BLANK, mended

from aseptic.analysis.incremental import fresh
from aseptic.analysis.memo import Memo
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


def test_what_is_written_is_imported(memo: Memo) -> None:
    remedy = Rewriting(set={"context": "{ssl.create_default_context}()"})
    after = "import ssl\nf(x, context=ssl.create_default_context())\n"
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
    ],
)
def test_what_cannot_be_written_is_refused(keys: dict[str, Any], words: str) -> None:
    page, _ = read_page("rule.md", "---\nid: X\n---\n")
    assert page is not None
    _, problems = structured(evolve(page, fields=keys), Rewriting)
    assert any(words in problem.message for problem in problems)
