"""`aseptic demo`: the real server over stdio, typed into."""

from __future__ import annotations

import click


@click.command("demo")
def command() -> None:
    """Show the main job on a sample project: type, read, replace, record."""
    click.echo("A sample project, and the real server to type into: they start …")
    from aseptic.cli.scenes import play  # a second's work, which nobody is to spend before an empty screen

    play()
