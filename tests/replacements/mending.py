"""A replacement applied to a text as an editor applies it, and a finding to ask one for."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from attrs import evolve

from aseptic.replacements.assignments import add_to_head
from aseptic.replacements.imports import add_import
from aseptic.replacements.replacement import Replacement
from aseptic.source.document import Document
from aseptic.source.span import Edit, Span
from aseptic.standard.finding import Finding, Fingerprint
from aseptic.standard.vocabulary import Severity

_NOWHERE = Span.of(0, 0, 0, 0)
BLANK = Finding("XXX-001", _NOWHERE, _NOWHERE, "", Severity.LOW, "", Fingerprint("", ("", "")))


def apply(document: Document, edits: Iterable[Edit]) -> Document:
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        document, _ = document.edited(edit)
    return document


def mended(text: str, start: int, replacement: Replacement) -> str:
    edits = [evolve(edit, span=edit.span.moved(start)) for edit in replacement.edits]
    document = apply(Document.of(text), edits)
    for wanted in replacement.imports:
        edit = add_import(document.lines, wanted)
        document = apply(document, [edit]) if edit else document
        assert add_import(document.lines, wanted) is None
    for assigned in replacement.assignments:
        document = apply(document, add_to_head(document.lines, (), [assigned]))
    ast.parse(document.text.removeprefix("\ufeff"))
    return document.text
