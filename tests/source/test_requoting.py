"""On a Python older than 3.12, quotes used again inside an f-string change their kind, and nothing else moves."""

from __future__ import annotations

import ast
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.cut import cut
from aseptic.source.document import Document, split_lines
from aseptic.source.requoting import requoted, tree_of

CHANGED = {
    "key": ('f"{bed["name"]}"', "f\"{bed['name']}\""),
    "the other kind": ("f'{bed['name']}'", "f'{bed[\"name\"]}'"),
    "joined": ('f"{", ".join(beds)}"', "f\"{', '.join(beds)}\""),
    "several": ('f"{a["b"]["c"]} {"d"}" f"{e["f"]}"', "f\"{a['b']['c']} {'d'}\" f\"{e['f']}\""),
    "only where it must": ('f"{a["b"]} {c[\'d\']}" + "e"', "f\"{a['b']} {c['d']}\" + \"e\""),
    "an f-string in an f-string": ('f"{f"{x}"}"', "f\"{f'{x}'}\""),
    "in long quotes": (
        'f"""\n{a["b"]} {f"{a["b"]}"} {"""c"""}\n"""',
        'f"""\n{a["b"]} {f"{a[\'b\']}"} {\'\'\'c\'\'\'}\n"""',
    ),
    "format": ('f"{x!r:>{w["n"]}}"', "f\"{x!r:>{w['n']}}\""),
    "raw": ('rf"\\d{d["a"]}"', "rf\"\\d{d['a']}\""),
    "wide letters": ('f"é{d["ключ"]}😀"', "f\"é{d['ключ']}😀\""),
    "beside others": (
        '\'it"s\' + f"{d["a"]}"  # don\'t "\n"""Doc "x"."""\n',
        '\'it"s\' + f"{d[\'a\']}"  # don\'t "\n"""Doc "x"."""\n',
    ),
}
LEFT = {
    "nothing to change": 'f"{bed[\'name\']}" + "a"',
    "no f-string": '"{bed["',
    "holds the other kind": 'f"{d["it\'s"]}"',
    "too deep": 'f"{f\'{d["a"]}\'}"',
    "still typed": 'f"{bed["',
    "still typed, closed": 'f"{bed["name]}"',
    "not closed above": '"abc\nf"{bed["name"]}"',
}


@pytest.mark.parametrize(("text", "expected"), CHANGED.values(), ids=CHANGED.keys())
def test_a_quote_used_again_changes_its_kind(text: str, expected: str) -> None:
    assert requoted(text) == expected
    assert ast.dump(ast.parse(expected), include_attributes=True) == ast.dump(tree_of(text), include_attributes=True)


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT.keys())
def test_what_cannot_or_need_not_change_is_left(text: str) -> None:
    assert requoted(text) is None


VALUES = st.recursive(
    st.sampled_from(["x", "1", "d[§a§]", "§, §.join(x)", "§é😀§", "(§a§, §#§)", "{§a§: 1}[§a§]", "r§b§"]),
    lambda inner: st.tuples(inner, inner).map(" + ".join) | inner.map("f({})".format),
    max_leaves=3,
)
TEXTS = st.lists(st.sampled_from(["a", " ", "{{", "}}", "é", "#", ":"]) | VALUES.map("{{ {} }}".format), max_size=4)


@given(
    st.lists(st.tuples(TEXTS.map("".join), st.sampled_from(["f", "F", "rf", ""]), st.sampled_from("\"'")), max_size=4)
)
def test_whatever_is_written_so_is_what_an_older_python_reads(strings: list[tuple[str, str, str]]) -> None:
    other = {'"': "'", "'": '"'}
    old, new = [
        " + ".join(
            f"{prefix}{quote}{text.replace('§', inner(quote) if prefix else '')}{quote}"
            for text, prefix, quote in strings
        )
        for inner in (other.__getitem__, str)
    ]
    assert requoted(old) is None
    assert (requoted(new) or new) == old
    if sys.version_info >= (3, 12) and old:
        assert ast.dump(ast.parse(new), include_attributes=True) == ast.dump(ast.parse(old), include_attributes=True)


def test_such_code_is_cut_and_checked_as_any_other(memo: Memo) -> None:
    function = 'def stop(bed):\n    os.system(f"stop {bed["name"]} {", ".join(bed["pumps"])}")\n'
    text = f'import os\n\n\n{function}\n\nNOTE = f"""{{bed["a"]}}\nclass A:\n"""\n'
    analysis = fresh(Document.of(text), memo)
    assert [(start + at.span.start.line, at.rule) for start, at in analysis.findings] == [(4, "INJ-003")]
    assert [entry for entry in analysis.entries if entry.checked.broken] == []
    assert len(cut(split_lines(text)).chunks) == 3
