"""A diff onto stdout: its bytes as they are, or on a terminal readable and in colour."""

from __future__ import annotations

import io
import os
import sys
import tokenize
from pathlib import PurePath

import click
from rich.console import Console
from rich.text import Text

from aseptic.analysis.fixing.fixed import Fixed
from aseptic.source.patch import patch
from aseptic.source.printable import on_one_line

_STYLES = {"---": "bold", "+++": "bold", "@@ ": "cyan", "+": "green", "-": "red"}
"""By how a line begins; the first that fits."""


def put_out_diff(shown: str, result: Fixed) -> None:
    """Print what changes in a file, which is nothing where nothing was done."""
    difference = patch(os.fsencode(PurePath(shown).as_posix()), result.before, result.after)
    if not difference:
        return
    console = Console(highlight=False)
    try:
        if console.is_terminal:
            _colour(console, difference, result.before)
        else:
            click.echo(difference, nl=False)
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read it has seen enough
        sys.exit(1)


def _colour(console: Console, difference: bytes, before: bytes) -> None:
    """Print a diff for people: what steers a terminal is escaped, and a carriage return at a line's end not shown."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(before).readline)
    for line in difference.decode(encoding, "replace").removesuffix("\n").split("\n"):
        style = next((style for begin, style in _STYLES.items() if line.startswith(begin)), "")
        shown = on_one_line(line.removesuffix("\r").replace("\t", "\0")).replace("\\x00", "\t")
        console.print(Text(shown, style), soft_wrap=True)
