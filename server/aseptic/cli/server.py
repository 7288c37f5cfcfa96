"""`aseptic server`."""

from __future__ import annotations

import sys

import click

from aseptic.cli.failure import Failure

_LEVELS = ["error", "warning", "info", "debug"]


def _address(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, int] | None:
    if value is None:
        return None
    host, colon, port = value.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65535:
        raise click.BadParameter("write HOST:PORT, as 127.0.0.1:2087")
    return host.strip("[]") or "127.0.0.1", int(port)


@click.command("server")
@click.option("--tcp", metavar="HOST:PORT", callback=_address, help="Serve one client over TCP instead of stdio.")
@click.option("--stdio", is_flag=True, help="Serve over stdio, as without any option; editors may say so.")
@click.option("--log-level", type=click.Choice(_LEVELS), default="warning", show_default=True)
def command(tcp: tuple[str, int] | None, stdio: bool, log_level: str) -> None:
    """Serve an editor. Logs go to stderr; below debug they hold no source text."""
    from aseptic.lsp.journal import open_journal

    open_journal(sys.stderr, log_level)
    from aseptic.lsp.features import serve_stdio, serve_tcp  # other commands must not pay for this import

    if tcp is None:
        sys.exit(serve_stdio())
    try:
        sys.exit(serve_tcp(*tcp))
    except OSError as error:
        raise Failure(f"cannot listen on {tcp[0]}:{tcp[1]}: {error.strerror}") from error
