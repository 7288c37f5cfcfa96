"""Git, only read: the one place that asks it about a repository's history.

What is opened may be hostile, and its configuration may name programs to run. So nothing is asked here that runs a
hook, a filter, a pager, an external diff or a signature's checker, and what could switch one on is switched off.
System and user configuration hold: they are the user's own, and say which folders are safe to look into.
"""

from __future__ import annotations

import datetime
import logging
import os
import subprocess
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from attrs import frozen

from aseptic.source.printable import on_one_line

_LOG = logging.getLogger(__name__)
Done = subprocess.CompletedProcess[bytes]
_PATIENCE = 10
"""Seconds that git gets for one answer."""
_HARMLESS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.attributesFile=/dev/null",
    "core.quotePath=false",
    "log.showRoot=true",
    "log.showSignature=false",
    "diff.external=",
    "protocol.allow=never",
)


def asked(
    folder: Path, words: Sequence[str], feed: bytes | None, patience: float
) -> subprocess.CompletedProcess[bytes]:
    """Ask git from a folder and return what it did; `patience` is in seconds. Raises OSError and SubprocessError.

    Where git refuses to look into the repository at all, that is logged, once.
    """
    settings = [part for each in _HARMLESS for part in ("-c", each)]
    done = subprocess.run(
        ["git", "--no-pager", "--no-replace-objects", *settings, *words],
        cwd=folder,
        env=_environment(),
        input=feed,
        stdin=subprocess.DEVNULL if feed is None else None,
        capture_output=True,
        timeout=patience,
        check=False,
    )
    if done.returncode != 0 and (why := _refused(done.stderr)):
        _say(why)
    return done


NOTHING_SAID = "git cannot be asked; is it installed, and is the repository whole?"
_REFUSALS = (b"fatal: detected dubious ownership", b"fatal: unsafe repository")
"""How git begins where it trusts a repository of somebody else's with nothing."""


def refusal(folder: Path) -> str:
    """Return in one line why git refuses to look into a folder's repository, with the cure; empty where it looks."""
    try:
        return _refused(asked(folder, ("rev-parse", "--git-dir"), None, _PATIENCE).stderr)
    except (OSError, subprocess.SubprocessError):
        return ""


def _refused(said: bytes) -> str:
    if not said.startswith(_REFUSALS):
        return ""
    lines = [on_one_line(line.strip()) for line in said.decode("utf-8", "replace").split("\n")]
    cure = next((line for line in lines if line.startswith("git config ")), "add its folder to git's safe.directory")
    return f"git refuses: {lines[0].removeprefix('fatal: ').rstrip(':')}; if you trust it: {cure}"


@lru_cache(512)
def _say(why: str) -> None:
    _LOG.warning("%s", why)


HEAD = "HEAD"


@frozen
class Git:
    """One repository, seen from a folder in it."""

    folder: Path
    head: str = HEAD
    """The commit whose history counts."""

    def ask(self, *words: str, feed: bytes | None = None) -> bytes | None:
        """Return what git prints; None where there is no git, no repository, or no such thing in it."""
        try:
            done = asked(self.folder, words, feed, _PATIENCE)
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout if done.returncode == 0 else None

    def text(self, *words: str) -> str | None:
        """Return what git prints as text, without the last line's end."""
        found = self.ask(*words)
        return None if found is None else found.decode("utf-8", "replace").rstrip("\n")

    def top(self) -> Path | None:
        """Return the repository's top folder; None outside of one."""
        found = self.text("rev-parse", "--show-toplevel")
        return Path(found) if found else None

    def show(self, revision: str, path: str) -> bytes | None:
        """Return a file as it was in a revision; the path counts from the folder."""
        return self.ask("cat-file", "blob", f"{revision}:./{path}")

    def commits(self, path: str, mainline: bool = False) -> tuple[str, ...]:
        """Return the commits that changed a file, the newest first; of the mainline alone, merges as one step each."""
        how = ("--first-parent", "-m") if mainline else ()
        found = self.text("log", *how, "--format=%H", "--end-of-options", self.head, "--", path)
        return tuple(found.split("\n")) if found else ()

    def bringing(self, text: str, path: str) -> str:
        """Return the first commit that brought a text into a file; empty where none has it."""
        how = ("--format=%H", "--no-textconv", "-S", text)
        found = self.text("log", *how, "--end-of-options", self.head, "--", path)
        return found.rpartition("\n")[2] if found else ""

    def parent(self, commit: str) -> str | None:
        """Return a commit's first parent; None for one that has none."""
        return self.text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^1^{{commit}}") or None

    def resolved(self, revision: str) -> str | None:
        """Return the commit that a tag, branch or hash names; None where there is none."""
        return self.text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") or None

    def day(self, commit: str) -> datetime.date | None:
        """Return the day of a commit, in UTC."""
        found = self.text("show", "-s", "--format=%ct", "--end-of-options", commit)
        if not found or not found.isdigit():
            return None
        return datetime.datetime.fromtimestamp(int(found), datetime.UTC).date()

    def files(self, commit: str) -> tuple[tuple[str, str], ...]:
        """Return the plain files of a commit below the folder, each with its object's name."""
        listed = self.ask("ls-tree", "-r", "-z", "--end-of-options", commit, "./")
        found: list[tuple[str, str]] = []
        for entry in (listed or b"").split(b"\0"):
            head, _, name = entry.partition(b"\t")
            kind = head.split()
            if len(kind) == 3 and kind[0] in (b"100644", b"100755"):
                found.append((os.fsdecode(name), kind[2].decode()))
        return tuple(found)

    def blobs(self, names: Sequence[str]) -> Iterator[bytes]:
        """Yield the contents of objects, in their order; nothing of one that is not there."""
        return (each or b"" for each in self.objects(names))

    def objects(self, names: Sequence[str], follow: bool = False) -> list[bytes | None]:
        """Return the contents of objects, in their order; None for one that is not there.

        `follow`: links are followed inside the commit; one that leads nowhere, or out of it, is not there.
        """
        how = ("--batch", *(("--follow-symlinks",) if follow else ()))
        whole = (self.ask("cat-file", *how, feed=_lines(names)) or b"") if names else b""
        found: list[bytes | None] = []
        at = 0
        for _ in names:
            end = whole.find(b"\n", at)
            size = _size(whole[at:end]) if end >= 0 else None
            found.append(None if size is None else whole[end + 1 : end + 1 + size])
            told = _astray(whole[at:end]) if follow and size is None else size
            at = at if end < 0 else end + 1 + (0 if told is None else told + 1)
        return found

    def ids(self, names: Sequence[str]) -> list[str]:
        """Return the ids of objects, in their order; empty for one that is not there."""
        whole = (self.ask("cat-file", "--batch-check", feed=_lines(names)) or b"") if names else b""
        lines = whole.split(b"\n")
        found = [line.split()[0].decode("ascii") if _size(line) is not None else "" for line in lines[: len(names)]]
        return found + [""] * (len(names) - len(found))

    def marks(self) -> tuple[Path, ...]:
        """Return the files of git's that change when the index or the checked-out commit does; none without git."""
        own = self.text("rev-parse", "--absolute-git-dir")
        return tuple(Path(own) / name for name in ("HEAD", "index", "logs/HEAD")) if own else ()

    def renamed(self, old: str, new: str) -> bool:
        """Say whether a commit made `new` of `old`, or the index where the checked-out commit is the head.

        Paths count from the folder.
        """
        how = ("-M", "--diff-filter=R", "--name-status", "-z", "--relative")
        if self.head == HEAD and _names(self.text("diff", "--cached", *how, HEAD), old, new):
            return True
        followed = self.text("log", "--follow", *how, "--format=", "--end-of-options", self.head, "--", new)
        return _names(followed, old, "")

    def heir(self, old: str) -> str:
        """Return what a file that is gone is called now, as `renamed` tells; empty where it was not renamed."""
        how, known, name = ("-M", "--diff-filter=R", "--name-status", "-z", "--relative"), {old}, old
        while True:
            staged = self.text("diff", "--cached", *how, HEAD) if self.head == HEAD else None
            last = (self.text("rev-list", "-1", "--end-of-options", self.head, "--", name) or "").strip()
            made = self.text("diff-tree", "-r", "--no-commit-id", *how, last) if last else None
            found = next((now for was, now in (*_renames(staged), *_renames(made)) if was == name), "")
            if not found or found in known:
                return "" if name == old else name
            known.add(name := found)
            if self.head == HEAD and (self.folder / name).exists():
                return name


def _lines(names: Sequence[str]) -> bytes:
    return os.fsencode("".join(f"{name.replace(chr(10), ' ')}\n" for name in names))


def _size(answer: bytes) -> int | None:
    """Return the bytes of the object that `cat-file` announces; None where it says that it has none."""
    parts = answer.split()
    there = len(parts) == 3 and len(parts[0]) in (40, 64) and parts[1] in _KINDS and parts[2].isdigit()
    return int(parts[2]) if there else None


def _astray(answer: bytes) -> int | None:
    """Return the bytes in which `cat-file` tells where a link leads that it did not follow; None where it is none."""
    kind, _, size = answer.partition(b" ")
    return int(size) if kind in _LINKS and size.isdigit() else None


_LINKS = (b"symlink", b"dangling", b"loop", b"notdir")
_KINDS = (b"blob", b"commit", b"tree", b"tag")


def _names(listed: str | None, old: str, new: str) -> bool:
    """Say whether a list of renames names this one; any later name where `new` is empty."""
    return any((was, new or now) == (old, now) for was, now in _renames(listed))


def _renames(listed: str | None) -> Iterator[tuple[str, str]]:
    """Yield the old and the new name of each of a list of renames."""
    parts = [part.strip("\n") for part in (listed or "").split("\0")]
    for kind, was, now in zip(parts, parts[1:], parts[2:], strict=False):
        if kind[:1] == "R" and kind[1:].isdigit():
            yield was, now


def _environment() -> dict[str, str]:
    """Return the environment without what would turn git to another repository, and with what keeps it quiet."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key in _OWN}
    return {**kept, **_QUIET}


_QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "LC_ALL": "C",
}
"""Nothing is asked or fetched; and a commit's parents are its own, whatever the clone's grafts say of them."""
_OWN = frozenset(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES"))
"""What a user says of git's own configuration."""
