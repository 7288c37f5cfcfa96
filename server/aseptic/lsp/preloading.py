"""What the next messages need, made while nobody waits: later it would hold up the keystrokes behind it.

The protocol's types are read and written by functions that are themselves written when a type is first met; those of
a keystroke come first. The rest are the modules of the first code action.
"""

from __future__ import annotations

import asyncio
import logging
import pkgutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module

from lsprotocol import types

_LOG = logging.getLogger(__name__)
_PAUSE = 0.5
"""Seconds after the first document was shown: whatever comes with its opening goes first."""
_BREATH = 0.005
"""Seconds between two steps, in which messages are answered."""
QUIET = 0.1
"""Seconds without a message before each step, which may take longer than a key: who types goes on within them."""
_MET = (
    types.TextDocumentContentChangePartial,
    types.DidChangeTextDocumentNotification,
    types.TextDocumentContentChangeWholeDocument,
    types.Diagnostic,
    types.CodeActionContext,
    types.CodeActionRequest,
    types.WorkspaceEdit,
    types.CodeAction,
    types.CodeActionResponse,
    types.HoverRequest,
    types.Hover,
    types.HoverResponse,
)
_STEPS = (
    "records.terms records.kept records.record records.deviation analysis.sessions.quotation "
    "analysis.deviations.measuring records.passes records.permission records.matching records.drafting "
    "analysis.deviations.recording analysis.deviations.silencing records.decisions "
    "feedback.decisions feedback.actions feedback.known feedback.references "
    "lsp.commands.overlap lsp.answers.code_action"
).split()
"""Modules in an order in which each brings few others along. The last one brings whatever is missing here."""


class Ahead:
    """Meets types and imports modules, once, one at a time, when the last message is a moment ago."""

    def __init__(
        self, heard: Callable[[], float], meet: Callable[[type], object], now: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin with nothing done.

        `heard` tells when the last message was done with, by the clock `now`; `meet` is for a type of the protocol.
        """
        self._heard, self._now = heard, now
        self._steps = _steps(meet)
        self._begun = False

    def begin(self) -> None:
        """Begin in a moment, unless somebody has."""
        if not self._begun:
            self._begun = True
            asyncio.get_running_loop().call_later(_PAUSE, self._step)

    def _step(self) -> None:
        rest = self._heard() + QUIET - self._now()
        if rest > 0:
            asyncio.get_running_loop().call_later(rest, self._step)
            return
        step = next(self._steps, None)
        if step is None:
            return
        try:
            step()
        except Exception as error:  # who needs it is told then
            _LOG.warning("%s could not be made ready: %s", step.args, type(error).__name__)
        asyncio.get_running_loop().call_later(_BREATH, self._step)


def _steps(meet: Callable[[type], object]) -> Iterator[partial[object]]:
    for kind in _MET:
        yield partial(meet, kind)
    for name in _names():
        yield partial(import_module, name)


def _names() -> Iterator[str]:
    room = "aseptic.replacements"
    for each in pkgutil.iter_modules(import_module(room).__path__):
        yield f"{room}.{each.name}"
    for step in _STEPS:
        yield f"aseptic.{step}"
