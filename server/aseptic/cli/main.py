"""`aseptic`: finds the module of a command when that command is called, so that none pays for another's imports."""

from __future__ import annotations

from importlib import import_module

import click

from aseptic.analysis.documents import collector
from aseptic.cli.terminal import prepare
from aseptic.version import __version__

_COMMANDS = {
    "check": "Check files and folders against the standard.",
    "fix": "Replace findings by what complies, as a diff or in place.",
    "server": "Serve an editor over stdio or TCP.",
    "standard": "Account for the standard that holds here.",
    "explain": "Explain a rule, or what holds for a file and why.",
    "deviations": "Show the deviations, decide on them, and verify their approvals.",
    "new": "Write the skeleton of a new rule.",
    "baseline": "Accept the findings that stand as known, so that only new ones fail.",
    "record": "Record in the ledger what a scan opened, closed or could not see.",
    "ledger": "Verify the history of the findings, export it, add to it.",
    "debug": "Print what a report of a fault needs, without source text.",
    "init": "Write security/ with a standard and a sample of each record.",
    "demo": "Show the main job on a sample project.",
}


class _Commands(click.Group):
    """Loads a command from the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        with collector.paused():
            found: click.Command = import_module(f"aseptic.cli.{cmd_name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="aseptic")
def main() -> None:
    """Check health software against a declared secure coding standard."""
    prepare()


if __name__ == "__main__":
    main()
