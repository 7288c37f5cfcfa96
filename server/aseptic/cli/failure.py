"""What a command cannot do, said in one line."""

from __future__ import annotations

import click


class Failure(click.ClickException):
    """Ends a command with one line on stderr and the exit status of a faulty call, setting or record."""

    exit_code = 2
