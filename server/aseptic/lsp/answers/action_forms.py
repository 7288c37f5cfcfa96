"""What can be done, as a client takes it: an action with its edit, one with data to ask for that, or a command."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve
from lsprotocol import types

from aseptic.feedback.actions import MOST, Action
from aseptic.feedback.decisions import Decision
from aseptic.feedback.loose_ties import Mend
from aseptic.feedback.problems import Diagnosis
from aseptic.lsp.answers.action_edits import data_of, edit_of
from aseptic.lsp.client_capabilities import makes_edits, resolves_edits, takes_actions
from aseptic.lsp.edits import workspace_edit
from aseptic.lsp.server import RECORD_DEVIATION, REPLACE, SHOW_RULE, TURN_SILENCER, Server
from aseptic.lsp.targets import Spot

Offer = types.CodeAction | types.Command


def offered(server: Server, here: Spot, action: Action) -> Offer | None:
    """Return an action for this client; None where there is no form in which it could be taken."""
    command = _command(here, action)
    if not takes_actions(server):
        if command is not None:
            return command
        return types.Command(action.title, REPLACE, arguments=[data_of(here, action)]) if makes_edits(server) else None
    shown = _shown(server, here, evolve(action.diagnosis, span=action.placed.span))
    made = types.CodeAction(action.title, kind=types.CodeActionKind.QuickFix, diagnostics=[shown], command=command)
    if command is not None:
        return made
    made.is_preferred = True if action.preferred else None
    if resolves_edits(server):
        made.data = data_of(here, action)
    else:
        made.edit = edit_of(server, here, action)
    return made


def mended(server: Server, here: Spot, mend: Mend) -> Iterator[Offer]:
    """Yield how a comment that names no record is mended; nothing for a client that knows commands alone."""
    if takes_actions(server):
        made = types.CodeAction(mend.title, types.CodeActionKind.QuickFix, [_shown(server, here, mend.diagnosis)])
        made.edit = workspace_edit(server, here, (mend.edit,))
        yield made


def omitted(title: str) -> Offer:
    """Return what tells of findings that a menu leaves out, which nobody can choose."""
    reason = types.CodeActionDisabled(f"A menu tells what can be done about the first {MOST} findings in its range")
    return types.CodeAction(title, types.CodeActionKind.QuickFix, disabled=reason)


def decided(server: Server, address: str, decision: Decision) -> Offer:
    """Return a decision on a record for this client."""
    return commanded(server, _decision(address, decision))


def commanded(server: Server, command: types.Command) -> Offer:
    """Return a command for this client, as an action where it knows these."""
    if not takes_actions(server):
        return command
    return types.CodeAction(command.title, kind=types.CodeActionKind.QuickFix, command=command)


def _shown(server: Server, here: Spot, diagnosis: Diagnosis) -> types.Diagnostic:
    said = evolve(diagnosis, span=diagnosis.span.moved(-here.first))
    return server.protocol.structure(server.dialect.diagnostic(said, here.lines), types.Diagnostic)


def _command(here: Spot, action: Action) -> types.Command | None:
    if action.decision is not None:
        return _decision(here.address, action.decision)
    if action.silencer is not None:
        return types.Command(
            action.title, TURN_SILENCER, arguments=[here.address, action.silencer, *([{}] if action.settled else ())]
        )
    if action.record is not None:
        return types.Command(action.title, RECORD_DEVIATION, arguments=[here.address, action.record])
    if action.example:
        return types.Command(action.title, SHOW_RULE, arguments=[here.address, action.example])
    return None


def _decision(address: str, decision: Decision) -> types.Command:
    arguments = [address, decision.deviation, *((decision.key,) if decision.key is not None else ())]
    return types.Command(decision.title, decision.verb.command, arguments=arguments)
