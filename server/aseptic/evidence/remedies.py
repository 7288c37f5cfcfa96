"""What mends a breach, in words, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from aseptic.evidence.wording import code
from aseptic.standard.remedy import Remedy, Rewriting


def remedy_words(remedy: Remedy) -> str:
    """Say what is written instead; empty where nothing is offered."""
    if isinstance(remedy, Rewriting):
        return ", ".join(_parts(remedy))
    if not remedy:
        return ""
    return f"call {code(remedy)}" if "." in remedy else f"the rewrite {code(remedy)}"


def _parts(rewriting: Rewriting) -> Iterator[str]:
    if rewriting.call:
        yield f"call {code(rewriting.call)}"
    for name, new in rewriting.rename.items():
        yield f"write {code(new)} for {code(name)}"
    if rewriting.value:
        yield f"write {code(rewriting.value)}"
    for name, value in rewriting.set.items():
        yield f"set {code(name)} to {code(value)}"
    if rewriting.drop:
        yield f"leave out {', '.join(map(code, rewriting.drop))}"
    if rewriting.append:
        yield f"add {', '.join(map(code, rewriting.append))}"
    if rewriting.without:
        yield f"take {', '.join(map(code, rewriting.without))} out of the list"
    for piece, new in rewriting.texts.items():
        yield f"write {code(new)} for {code(piece)}" if new else f"take {code(piece)} out of the text"
    if rewriting.unless:
        yield f"unless {' or '.join(map(_argument, rewriting.unless))} is given"
    if rewriting.given:
        yield f"where {' and '.join(map(_argument, rewriting.given))} are given"


def _argument(written: str) -> str:
    """Return the keyword of an argument that is written as `parser/1`."""
    return code(written.partition("/")[0])
