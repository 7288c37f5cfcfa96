"""Programs that read an argument as more than a value: a list of arguments does not keep data out of what they run."""

from __future__ import annotations

import re
from collections.abc import Callable

_READS = frozenset(
    "awk gawk mawk sed xargs parallel watch ssh su runuser script screen tmux expect eval"
    " cmd powershell pwsh wsl start osascript make gdb gnuplot"
    " psql mysql mariadb sqlite sqlite3 sqlplus sqlcmd isql mongo mongosh redis-cli ldapsearch".split()
)
"""They read a program, a query or a command for another shell in what they are given."""
_SCRIPTED = frozenset(
    "sh bash dash ash ksh mksh zsh csh tcsh fish busybox"
    " python pythonw pypy perl ruby node nodejs deno bun php lua tclsh wish rscript groovy julia".split()
)
"""They run a script that is named first, and hand it the rest."""
_INSTALLERS = frozenset(
    "pip pipx uv easy_install conda mamba micromamba npm yarn pnpm gem cargo go brew apt apt-get dnf yum".split()
)
_INSTALLING = frozenset({"install", "i", "add", "update", "upgrade", "download", "run", "exec"})
"""They fetch what is named and run its own code, and what is named may be several, or a file with more of them."""
_RUNNERS = frozenset(
    "sudo doas nice ionice nohup env time timeout setsid stdbuf chroot flock strace unshare nsenter".split()
)
"""They run a program that is named among their arguments."""
_VERSION = re.compile(r"[\d.]+$")


def interprets(words: list[str], holds_data: Callable[[str], bool]) -> bool:
    """Say whether one of the words is a program that may read data, as that behind `sudo sh -c`, as its own."""
    return any(_reads(word, words[place + 1 :], holds_data) for place, word in enumerate(words))


def _reads(word: str, behind: list[str], holds_data: Callable[[str], bool]) -> bool:
    name = word.rpartition("/")[2].lower().removesuffix(".exe")
    bare = _VERSION.sub("", name)
    if {name, bare} & _READS:
        return True
    if {name, bare} & _INSTALLERS:
        return not _INSTALLING.isdisjoint(behind) and any(map(holds_data, behind))
    if bare in _SCRIPTED:
        named = behind[1:] if behind[:1] == ["-m"] else behind
        return not named or named[0].startswith("-") or holds_data(named[0])
    if name in _RUNNERS:
        named = [each for each in behind if not (each.startswith("-") and not holds_data(each))]
        return not named or holds_data(named[0])
    return False
