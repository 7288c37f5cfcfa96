"""`aseptic` and `python -m aseptic`. What editors start is started at once; all else is for click to take apart."""

from __future__ import annotations

import sys

_AS_EDITORS_START_IT = (["server"], ["server", "--stdio"])


def main() -> None:
    """Run the command that the arguments name."""
    if sys.argv[1:] in _AS_EDITORS_START_IT:
        from aseptic.cli.serving import serve

        sys.exit(serve())
    from aseptic.analysis.documents import collector
    from aseptic.cli.main import main as command

    try:
        command(prog_name="aseptic")
    finally:
        collector.leave()


if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]  # `-m` put the current folder there, an untrusted workspace that may hold a bandit.py
    main()
