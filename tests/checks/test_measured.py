"""Which tests of an archive's sizes count as made before it is unpacked."""

from __future__ import annotations

import textwrap

import pytest
from declaring import banned, lines

ZIP = banned("zipfile.ZipFile.extractall", unmeasured="true")
ANY = banned("shutil.unpack_archive", unmeasured="true")
SUM = "sum(each.file_size for each in z.infolist())"


def unpacked(body: str) -> str:
    return "import zipfile, shutil\n\ndef f(path, folder, limit, z2):\n" + textwrap.indent(
        f"with zipfile.ZipFile(path) as z:\n{textwrap.indent(body, '    ')}\n", "    "
    )


@pytest.mark.parametrize(
    "body",
    [
        f"if {SUM} > limit:\n    raise ValueError(path)\nz.extractall(folder)",
        f"if limit < {SUM}:\n    return\nz.extractall(folder)",
        f"size = {SUM}\nif not path or size >= limit:\n    print(1)\n    raise ValueError(path)\nz.extractall(folder)",
        f"if {SUM} <= limit and path:\n    z.extractall(folder)",
        f"if {SUM} > limit:\n    print(path)\nelse:\n    z.extractall(folder)",
        "members = z.infolist()\nif sum(m.file_size for m in members) > limit:\n    return\nz.extractall(folder)",
        "n = 0\nfor m in z.infolist():\n    n += m.file_size\nif n > limit:\n    return\nz.extractall(folder)",
        "n = 0\nfor m in z.infolist():\n    n += m.file_size\n    if n > limit:\n        raise OSError\nz.extractall(folder)",
    ],
)
def test_sizes_that_are_added_up_and_kept_below_a_bound_are_enough(body: str) -> None:
    assert lines(ZIP, unpacked(body)) == []


@pytest.mark.parametrize(
    "body",
    [
        "z.extractall(folder)",
        f"if {SUM} > limit:\n    print(path)\nz.extractall(folder)",
        f"z.extractall(folder)\nif {SUM} > limit:\n    raise ValueError(path)",
        f"if {SUM} < limit:\n    raise ValueError(path)\nz.extractall(folder)",
        f"if {SUM} > limit:\n    z.extractall(folder)",
        f"if path:\n    if {SUM} > limit:\n        raise ValueError(path)\nz.extractall(folder)",
        f"if path and {SUM} > limit:\n    raise ValueError(path)\nz.extractall(folder)",
        "if sum(each.file_size for each in z2.infolist()) > limit:\n    raise ValueError(path)\nz.extractall(folder)",
        "if sum(each.compress_size for each in z.infolist()) > limit:\n    raise ValueError(path)\nz.extractall(folder)",
        "for m in z.infolist():\n    if m.file_size > limit:\n        raise OSError\nz.extractall(folder)",
        "n = 0\nfor m in z.infolist():\n    n += m.file_size\n    if n > limit:\n        break\nz.extractall(folder)",
        f"try:\n    if {SUM} > limit:\n        raise ValueError(path)\nexcept ValueError:\n    pass\nz.extractall(folder)",
    ],
)
def test_what_bounds_nothing_is_not(body: str) -> None:
    assert len(lines(ZIP, unpacked(body))) == 1


def test_an_archive_that_is_unpacked_by_its_path_is_looked_at_by_that_path() -> None:
    head = "import zipfile, shutil\n\ndef f(path, other, folder):\n"
    body = (
        "    with zipfile.ZipFile({}) as z:\n"
        "        if sum(each.file_size for each in z.infolist()) > 9:\n            raise ValueError\n"
        "    shutil.unpack_archive(path, folder)\n"
    )
    assert lines(ANY, head + body.format("path")) == []
    assert lines(ANY, head + body.format("other")) == [7]
