"""Turning off what Ruff or bandit says a second time. Their settings are read only when somebody asks for that.

That there is an overlap the client itself tells: with the request for code actions come the other tools' diagnostics.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

from attrs import frozen
from lsprotocol import types

from aseptic.analysis.projects.project import Project
from aseptic.lsp.open_documents import lines_of
from aseptic.lsp.server import TURN_OVERLAP_OFF, Server
from aseptic.lsp.showing import say, show
from aseptic.lsp.translation.positions import range_out
from aseptic.source.span import Edit
from aseptic.source.toml_list import added, holds

_CODES = {"ruff": re.compile(r"S\d{3}"), "bandit": re.compile(r"B\d{3}")}
_SHOWN = {"ruff": "Ruff's S rules", "bandit": "bandit's tests"}
_RUFF = (".ruff.toml", "ruff.toml")
"""The files that Ruff prefers to pyproject.toml."""
_NOTE = "overlap"


@frozen
class _Target:
    """The list that says what a tool leaves out."""

    path: Path
    table: tuple[str, ...]
    key: str
    values: tuple[str, ...]

    @property
    def words(self) -> str:
        """What to write by hand."""
        values = ", ".join(f'"{each}"' for each in self.values)
        return f"add {values} to '{self.key}' in [{'.'.join(self.table)}] of {self.path.name}"


def offers(address: str, diagnostics: Iterable[types.Diagnostic]) -> list[types.Command]:
    """Return what turns off the tools of which diagnostics came along."""
    told = {(str(each.source).lower(), str(each.code)) for each in diagnostics}
    return [_offer(address, tool) for tool, codes in _CODES.items() if any(_is_by(tool, codes, each) for each in told)]


def _is_by(tool: str, codes: re.Pattern[str], told: tuple[str, str]) -> bool:
    return told[0] == tool and codes.fullmatch(told[1]) is not None


def _offer(address: str, tool: str) -> types.Command:
    title = f"Turn {_SHOWN[tool]} off: Aseptic has them…"
    return types.Command(title, TURN_OVERLAP_OFF, arguments=[address, tool])


def turn_overlap_off(server: Server, address: Any = None, tool: Any = "ruff", *_: Any) -> dict[str, str] | None:
    """Ask the client for an edit of the settings of `tool` in the project of the document at `address`.

    It is shown before it holds: by the client where that can, else as an edit that nobody saved.
    """
    if not isinstance(tool, str) or tool not in _SHOWN:
        return say(server, "Ruff's and bandit's overlap can be turned off; name 'ruff' or 'bandit'")
    path = server.cells.get(str(address)) or (server.path(address) if isinstance(address, str) else server.home)
    target = _target(server.session.project(path), tool)
    if not target.path.is_file():
        return say(server, f"There is no {target.path}; {target.words}")
    lines = lines_of(server, target.path)
    edit = added("".join(lines), target.table, target.key, target.values)
    if edit is None:
        done = holds("".join(lines), target.table, target.key, target.values)
        return say(server, f"{_SHOWN[tool]} are off already" if done else f"Please {target.words}")
    _apply(server, target, lines, edit, f"Turn {_SHOWN[tool]} off")
    return {"uri": server.addresses.address(target.path)}


def _target(project: Project, tool: str) -> _Target:
    root = project.root
    if tool == "bandit":
        tests = sorted({test for rule in project.standard.rules.values() for test in rule.tests})
        return _Target(root / "pyproject.toml", ("tool", "bandit"), "skips", tuple(tests))
    own = next((root / name for name in _RUFF if (root / name).is_file()), None)
    if own is not None:
        return _Target(own, ("lint",), "ignore", _selected(own, ("lint",)))
    path = root / "pyproject.toml"
    return _Target(path, ("tool", "ruff", "lint"), "ignore", _selected(path, ("tool", "ruff", "lint")))


def _selected(path: Path, table: Sequence[str]) -> tuple[str, ...]:
    """Return what has to be ignored: S, and what is selected more exactly, which Ruff would prefer to that."""
    try:
        inner: Any = tomllib.loads(path.read_text(encoding="utf-8") if path.is_file() else "")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return ("S",)
    for part in table:
        inner = cast("dict[str, Any]", inner).get(part) if isinstance(inner, dict) else None
    section = cast("dict[str, Any]", inner) if isinstance(inner, dict) else {}
    chosen = [each for key in ("select", "extend-select") for each in cast("list[Any]", section.get(key) or [])]
    return tuple(dict.fromkeys(("S", *(str(each) for each in chosen if re.fullmatch(r"S\d+", str(each))))))


def _apply(server: Server, target: _Target, lines: Sequence[str], edit: Edit, label: str) -> None:
    workspace = server.client_capabilities.workspace
    can = workspace.workspace_edit if workspace else None
    place, address = range_out(lines, edit.span, server.encoding), server.addresses.address(target.path)
    made = types.WorkspaceEdit(changes={address: [types.TextEdit(place, edit.text)]})
    if can and can.document_changes:
        step: Any = types.TextEdit(place, edit.text)
        if can.change_annotation_support:
            step = types.AnnotatedTextEdit(_NOTE, place, edit.text)
        document = types.OptionalVersionedTextDocumentIdentifier(uri=address, version=None)
        made = types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, [step])])
        if can.change_annotation_support:
            made.change_annotations = {_NOTE: types.ChangeAnnotation(label, needs_confirmation=True)}

    def by_hand() -> None:
        say(server, f"Please {target.words}")

    def shown(said: types.ApplyWorkspaceEditResult) -> None:
        if said.applied:
            show(server, target.path, place, f"{target.path.name} is changed and not saved yet")

    if workspace and workspace.apply_edit:
        server.protocol.ask(types.WORKSPACE_APPLY_EDIT, types.ApplyWorkspaceEditParams(made, label), shown, by_hand)
    else:
        by_hand()
