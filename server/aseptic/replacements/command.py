"""A shell command that is plain words, as the list of words that the shell would make of it."""

from __future__ import annotations

import ast
import re
import shlex

from aseptic.replacements.site import Site

SHELL = re.compile(r"[|&;<>()$`\\*?\[\]~#{}\r\n\0]|%\w+%")
"""What a shell, or that of Windows, reads as more than a letter. Inside quotes some would be harmless: no matter."""
_SETTING = re.compile(r"\w+\+?=")
_BUILTIN = frozenset(
    "! . : alias bg break builtin case cd command continue declare do done elif else enable esac eval exec exit"
    " export fc fg fi for function getopts hash help history if jobs let local mapfile popd pushd read readonly"
    " return select set shift shopt source suspend then time times trap type typeset ulimit umask unalias unset"
    " until wait while"
    " assoc cls color copy del dir erase md mklink move pause prompt rd ren start title ver vol".split()
)
"""Words that a shell, or that of Windows, carries out itself: there is no such program, or it could not do it."""

PROGRAMS = frozenset(
    "basename cat chgrp chmod chown cp curl cut date dcmdump dcmtk df diff dirname docker du ffmpeg file find git"
    " grep gzip head hostname id ifconfig ip ln ls lsblk mkdir mount mv openssl ping ps rm rmdir rsync scp sed"
    " sort ssh stat storescu systemctl tail tar tee touch tr umount uname uniq unzip wc wget whoami xz zip".split()
)
"""Programs that are files which the system starts by itself: no shell has them built in, nor are they scripts of one.

`echo` and `kill` of a shell are not those of the system, a script without its first line is run by a shell alone, and
on Windows `npm` is a `.cmd`.
"""


def words(site: Site, literal: ast.expr | None) -> list[str] | None:
    """Split a command; None where it is not one plain literal, or where only a shell can carry it out."""
    if not (isinstance(literal, ast.Constant) and isinstance(literal.value, str)):
        return None
    command = literal.value
    # A command holds no `#`, so one in its source begins a comment between two parts of the text.
    if "#" in site.text_of(literal):
        return None
    return split(command)


def split(command: str) -> list[str] | None:
    """Split a command into words; None where only a shell can carry it out."""
    if SHELL.search(command):
        return None
    try:
        found = shlex.split(command)
    except ValueError:
        return None
    if not found or not found[0] or _SETTING.match(found[0]) or found[0].lower() in _BUILTIN:
        return None
    return found


def quote_of(site: Site, literal: ast.expr) -> str:
    """Return the quote that a text is written with."""
    match = re.search(r"[\"']", site.text_of(literal))
    return match.group() if match else '"'


def quoted(text: str, quote: str) -> str:
    """Write a text as a literal, with that quote unless it holds it and not the other."""
    other = "'" if quote == '"' else '"'
    if quote in text and other not in text:
        quote = other
    shown = "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    )
    return f"{quote}{shown}{quote}"
