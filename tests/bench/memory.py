"""Memory of a process and its children, from Linux's /proc."""

from __future__ import annotations

from pathlib import Path

_PROC = Path("/proc")


def peak_kilobytes(process: int) -> int | None:
    """Return the sum of the peaks of a process and of all its living descendants; None without /proc."""
    return _sum(process, "VmHWM:")


def resident_kilobytes(process: int) -> int | None:
    """Return what a process and all its living descendants hold in memory now; None without /proc."""
    return _sum(process, "VmRSS:")


def own_kilobytes(process: int) -> int | None:
    """Return what a process alone holds in memory now; None without /proc."""
    return _status(process, "VmRSS:")


def _sum(process: int, name: str) -> int | None:
    found = [_status(each, name) for each in (process, *_descendants(process))]
    known = [each for each in found if each is not None]
    return sum(known) if known else None


def _status(process: int, name: str) -> int | None:
    try:
        status = (_PROC / str(process) / "status").read_text(encoding="utf-8")
    except OSError:
        return None
    found = (line.split()[1] for line in status.split("\n") if line.startswith(name))
    return next(map(int, found), None)


def _descendants(process: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for place in _PROC.glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        children.setdefault(int(fields[1]), []).append(int(place.name))
    found: list[int] = []
    waiting = [process]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found
