"""How what a deviation rests on changed since the record was approved, as git remembers it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from aseptic.analysis.git import Git
from aseptic.analysis.project import Project
from aseptic.analysis.provenance import bringing
from aseptic.analysis.reading import Unchecked, read_source
from aseptic.checks.definition import definition
from aseptic.records.deviation import Deviation
from aseptic.records.grounds import named
from aseptic.source.document import split_lines


def premise_changes(git: Git, project: Project, deviation: Deviation) -> str:
    """Return the differences of everything that a deviation rests on; empty where git knows of none."""
    commit = bringing(git, deviation, mainline=False)
    return "\n".join(_differences(git, project, deviation, commit)) if commit else ""


def _differences(git: Git, project: Project, deviation: Deviation, commit: str) -> Iterator[str]:
    for name in dict.fromkeys(named(deviation)):
        path, _, inner = name.partition("::")
        then = git.show(commit, path)
        now = read_source(project.root / path)
        if then is None or isinstance(now, Unchecked):
            continue
        before = _part(then.decode("utf-8", "replace"), inner)
        yield from difflib.unified_diff(before, _part(now, inner), f"{name} then", f"{name} now", lineterm="")


def _part(text: str, inner: str) -> list[str]:
    """Return the lines of a definition, or of the whole text where none is named."""
    lines = [line.rstrip("\r\n") for line in split_lines(text)]
    if not inner:
        return lines
    found = definition(text, inner.partition("[")[0].replace("::", ".")) or ()
    return [line for each in found for line in lines[each.lineno - 1 : each.end_lineno or each.lineno]]
