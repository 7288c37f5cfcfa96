"""Who writes `globals` is told all names of the module only where it can mean one that it does not write."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aseptic.analysis.documents import incremental
from aseptic.analysis.documents.memo import Memo
from aseptic.source import outlook
from aseptic.source.chunk import Chunk
from aseptic.source.document import Document
from aseptic.source.unwritten import means_unwritten

TOP = """import builtins
import os
from os import system as run
KEY = "os"
SHORT = "o"
TABLE = {"key": os.system}
g = globals
class Names:
    own = "run"
    def get(self):
        self.set = "os"
"""
HEADS = (
    "def f(x):",
    "def f(x, globals=None):",
    "def f(x, *globals):",
    "def f(x, globals=globals):",
    "def f(x, names=globals):",
    "@kept(globals()['o' + 's'].system)\ndef f(x):",
    "class Pump(Names):\n  def f(self, x):",
)
BEFORE = (
    "# not globals",
    "globals = {}",
    "globals = globals()",
    "for globals in x: pass",
    "def inner(): globals = 1",
    "def inner(globals): pass",
    "global globals",
    "names = globals",
    "from builtins import globals",
    "[globals for globals in x]",
    "s = 's'",
    "use(globals=globals)",
)
ASKED = (
    "globals()",
    "(globals)()",
    "g()",
    "names()",
    "builtins.globals()",
    "__builtins__['globals']()",
    "getattr(builtins, 'globals')()",
    "vars(builtins)['globals']()",
    "(lambda globals=globals: globals())()",
    "(lambda: globals())()",
)
KEYS = (
    "'os'",
    "'o' + 's'",
    "'o' 's'",
    "'o' r's'",
    "'o' '' 's'",
    "'o'''s'",
    "'''o''' \\\n    's'",
    "('o'  # why\n    's')",
    "'o\\\ns'",
    "'\\x6fs'",
    "f'o{s}'",
    "SHORT + s",
    "'%ss' % SHORT",
    "('%s'\n'%s') % (SHORT, s)",
    "'{}s'.format(SHORT)",
    "''.join((SHORT, 's'))",
    "'so'[::-1]",
    "'so'[ : :-1]",
    "'OS'.lower()",
    "KEY",
    "Names.own",
    "self.set",
    "Names().set",
)


@given(*map(st.sampled_from, (HEADS, BEFORE, BEFORE, ASKED, KEYS)), st.sampled_from(["{}[{}]", "{}.get({})"]))
@example("def f(x):", "# not globals", "s = 's'", "globals()", "'o' + 's'", "{}[{}]")
@example("def f(x):", "s = 's'", "names = globals", "names()", "SHORT + s", "{}[{}]")
def test_who_is_told_less_is_found_the_same(
    memo: Memo, head: str, first: str, second: str, asked: str, key: str, form: str
) -> None:
    lines = (head, first, second, f"{form.format(asked, key)}.system(x)", f"{form.format(asked, key)}(x)")
    text = TOP + "\n".join(f"{line}" if line is head else f"    {line}" for line in lines) + "\n"
    document = Document.of(text)
    less = _found(document, memo)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outlook, "means_unwritten", _always)
        assert less == _found(document, memo)


def _always(_: Chunk) -> bool:
    return True


def _found(document: Document, memo: Memo) -> list[tuple[int, object]]:
    return list(incremental.fresh(document, memo).findings)


@pytest.mark.parametrize(
    "text",
    [
        "def f(names):\n    '''Uses no globals.'''\n    return ', '.join(names)\n",
        "def f(x, globals=None):\n    return exec('a' + x, globals)\n",
        "def f(x):\n    if x:\n        globals = {}\n    return call('a' + x, globals=globals)\n",
        "def f():\n    return globals()['name']\n",
    ],
)
def test_most_who_write_it_mean_no_other_name(text: str) -> None:
    assert not means_unwritten(Chunk(text))


@pytest.mark.parametrize("key", ["'o' + 's'", "f'o{s}'", "'o' 's'", "'\\x6fs'"])
def test_a_text_that_is_put_together_may_mean_any(key: str) -> None:
    assert means_unwritten(Chunk(f"def f(s):\n    globals()[{key}].system(s)\n"))
