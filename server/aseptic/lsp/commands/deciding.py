"""The commands that decide on a deviation. Each writes the record alone, or tells in one line why it does not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, cast

from lsprotocol import types

from aseptic.analysis.deviations.decided_file import Decided, Taking
from aseptic.analysis.deviations.deciding import prepared
from aseptic.analysis.deviations.elsewhere import met_aside, stands_elsewhere
from aseptic.analysis.projects.project import Project
from aseptic.lsp.commands.turns import Answer, Rest, Work, turns
from aseptic.lsp.pushing.shown import refresh
from aseptic.lsp.server import Server
from aseptic.lsp.showing import say, show
from aseptic.lsp.targets import spot
from aseptic.lsp.translation.saved import is_saved
from aseptic.records.announcing import BY_THEMSELVES
from aseptic.records.decisions import Refused
from aseptic.records.disposition import Disposition
from aseptic.records.verb import Verb


def decide_on(
    server: Server, verb: Verb, address: Any = None, identity: Any = None, more: Any = None, *_: Any
) -> Rest | Answer:
    """Decide on the deviation `identity` of the project that the document at `address` belongs to.

    `more` is the key of the finding that is meant, or the reason of a rejection or a withdrawal, which is asked about
    where it has none. With `{"check": true}` nothing is written: what would be refused is said, and else the record is
    answered, so that a client asks nobody for a reason in vain.
    """
    if not isinstance(address, str) or not isinstance(identity, str):
        return say(server, "A decision is about one deviation: use its code action")
    path = _path(server, address)
    if verb is Verb.WITHDRAW and not _reason(more) and not _only_checks(more):
        refresh(server)
        return _ask_first(server, path, address, identity)
    return turns(server).take(path, partial(_begun, verb, server, address, identity, more))


def _ask_first(server: Server, path: Path, address: str, identity: str) -> None:
    """Ask before a deviation is withdrawn, which one keystroke in a menu would do; no answer changes nothing."""
    yes, no = types.MessageActionItem(f"Withdraw {identity}"), types.MessageActionItem("Keep it")
    permits = server.session.project(path).shelf.permits
    permit = any(each.id == identity for each in permits)
    what = f"No deviation stands under it then, {BY_THEMSELVES}," if permit else "Its finding is open again then,"
    question = f"Withdraw {identity}? {what} and a new record would be needed"
    asked = types.ShowMessageRequestParams(types.MessageType.Warning, question, [yes, no])

    def answered(said: Any) -> None:
        if said is not None and said.title == yes.title:
            turns(server).start(path, partial(_begun, Verb.WITHDRAW, server, address, identity, None))

    def unasked() -> None:
        say(server, f"{identity} was not withdrawn, for no question can be asked here: aseptic deviations withdraw")

    server.protocol.ask(types.WINDOW_SHOW_MESSAGE_REQUEST, asked, answered, unasked)


def _begun(verb: Verb, server: Server, address: str, identity: str, more: Any) -> Work:
    place = _place(server, address, more) if verb.at_finding else None
    alone = verb is Verb.PROPOSE and not _reason(more) and (more is None or _only_checks(more))  # on its record
    if verb.at_finding and place is None and not alone:
        raise Refused(f"{identity}: this is decided at a finding in an open document; use its code action")
    project = server.session.project(_path(server, address))
    record = _record(project, identity)
    if record is not None and _unsaved(server, record):
        raise Refused(f"{identity} has changes that are not saved; save it, and decide on what is written then")
    elsewhere = partial(_elsewhere, project.root, identity)
    taking = prepared(server.session, project, identity, verb, place, _reason(more), elsewhere)
    if _only_checks(more):
        left = {"id": identity, "uri": server.addresses.address(record)} if record else None
        return Work(partial(_left, taking), lambda _: left)
    return Work(partial(_taken, server, taking, record), partial(_told, server))


def _elsewhere(root: Path, identity: str) -> Disposition | None:
    return stands_elsewhere(identity, met_aside(root, identity))


def _taken(server: Server, taking: Taking, record: Path | None, seal: Callable[[], None]) -> Decided:
    def sealed(_: str) -> None:
        if record in server.unsaved:
            raise Refused(f"{record.stem} was edited meanwhile; save it, and decide on what is written then")
        seal()

    return taking(sealed, False)


def _told(server: Server, done: Decided) -> Answer:
    refresh(server)
    say(server, done.said, types.MessageType.Info)
    if done.line is not None:
        line = types.Position(done.line, 0)
        end = types.Position(done.line + 1, 0)
        show(server, done.path, types.Range(line, end), f"{done.id} is rejected; say why in {done.path}")
    return {"id": done.id, "uri": server.addresses.address(done.path)}


def _record(project: Project, identity: str) -> Path | None:
    shelf = project.shelf
    record = next((each.record for each in (*shelf.deviations, *shelf.permits) if each.id == identity), None)
    return project.root / record if record else None


def _unsaved(server: Server, path: Path) -> bool:
    """Say whether a record was edited in the client and not saved: a decision is taken on what is on the disk.

    One that is only older than the disk is not: it was clean, and a client reads it again.
    """
    if path in server.unsaved and is_saved(path, server.session.attended[path].text):
        server.unsaved.discard(path)  # it was read again from the disk, or every edit was undone
    return path in server.unsaved


class _Left(Exception):
    """A decision that could be taken, and was only asked about."""


def _left(taking: Taking, _: Callable[[], None]) -> None:
    """Leave a record unwritten that is only asked about. Raises Refused."""

    def leave(_: str) -> None:
        raise _Left

    with suppress(_Left):
        taking(leave, False)


def _only_checks(more: Any) -> bool:
    return isinstance(more, dict) and cast("dict[str, Any]", more).get("check") is True


def _reason(more: Any) -> str:
    return more if isinstance(more, str) else ""


def _path(server: Server, address: str) -> Path:
    """Return the file that a document is part of: of a cell its notebook's."""
    return server.cells.get(address) or server.path(address)


def _place(server: Server, address: str, key: Any) -> tuple[Path, dict[str, Any]] | None:
    if not isinstance(key, dict) or spot(server, address) is None:
        return None
    return _path(server, address), cast("dict[str, Any]", key)
