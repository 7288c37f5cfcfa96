"""Places in a text that lead to a file: ids to their records, and the files that a deviation names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from aseptic.analysis.projects.project import Project
from aseptic.feedback.known import Known, known
from aseptic.feedback.references import mentions
from aseptic.source.frontmatter import front_end
from aseptic.source.span import Span

_NAMED = re.compile(
    r"(?:^where|\bverified_by|\bcode):[ \t]*(?P<quote>[\"']?)(?P<path>[\w./@+-]+\.\w+)(?=::|(?P=quote))"
)
"""A file behind a key; its name may be followed by the definition that is meant."""


@frozen
class Link:
    """A span that leads to a file; it may not be there any more."""

    span: Span
    path: Path
    told: str
    line: int = 0


def links(project: Project, path: Path, lines: Sequence[str], code: bool) -> Iterator[Link]:
    """Yield the links of a text: of code only those in comments that tie it to a record."""
    named = tuple(mentions(lines, code))
    there: Mapping[str, Known] = known(project) if named else {}
    for each in named:
        target = there.get(each.id)
        if target is not None and target.path != path:
            yield Link(each.span, target.path, f"{target.noun} {target.title}".strip(), target.line)
    yield from () if code else _files(project, lines)


def _files(project: Project, lines: Sequence[str]) -> Iterator[Link]:
    end = front_end(list(lines)) or 0
    for number, line in enumerate(lines[:end]):
        for match in _NAMED.finditer(line):
            if ".." not in match["path"].split("/") and not match["path"].startswith("/"):
                span = Span.of(number, match.start("path"), number, match.end("path"))
                yield Link(span, project.root / match["path"], match["path"])
