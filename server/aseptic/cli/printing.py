"""Where a command's text goes: to a file that was named, else to stdout."""

from __future__ import annotations

from pathlib import Path

import click

from aseptic.cli.failure import Failure
from aseptic.cli.output import write_whole


def put_out(text: str, output: Path | None) -> None:
    """Write a text; where that is not possible the command ends with one line that says so."""
    try:
        if output is None:
            click.echo(text.encode("utf-8", "replace"), nl=False)
        else:
            write_whole(output, text)
    except BrokenPipeError:  # whoever read it has seen enough
        return
    except OSError as error:
        raise Failure(f"{output or 'stdout'}: {error.strerror}") from error
