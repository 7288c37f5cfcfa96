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


@pytest.mark.parametrize(
    "body",
    [
        f"if {SUM} > limit:\n    raise OSError\nz = zipfile.ZipFile(z2)\nz.extractall(folder)",
        f"if {SUM} > limit:\n    raise OSError\nwith zipfile.ZipFile(z2) as z:\n    z.extractall(folder)",
        f"if {SUM} > limit:\n    raise OSError\nwhile z2:\n    z.extractall(folder)\n    z = z2.pop()",
        "n = 0\nif n > limit:\n    raise OSError\nfor m in z.infolist():\n    n += m.file_size\nz.extractall(folder)",
        "n = 0\nfor m in z.infolist():\n    if n > limit:\n        raise OSError\n    n += m.file_size\nz.extractall(folder)",
        f"n = {SUM}\nn = 0\nif n > limit:\n    raise OSError\nz.extractall(folder)",
        f"if limit < 3:\n    raise OSError\nlimit = {SUM}\nz.extractall(folder)",
    ],
)
def test_what_was_measured_before_or_is_measured_later_bounds_nothing(body: str) -> None:
    assert len(lines(ZIP, unpacked(body))) == 1


@pytest.mark.parametrize(
    "body",
    [
        f"for z in z2:\n    if {SUM} > limit:\n        raise OSError\n    z.extractall(folder)",
        f"n: int = {SUM}\nif n > limit:\n    raise OSError\nz.extractall(folder)\nn = 0\nz = None",
        "for z in z2:\n    n = 0\n    for m in z.infolist():\n        n += m.file_size\n    if n > limit:\n        continue\n"
        "    z.extractall(folder)",
    ],
)
def test_each_archive_that_is_measured_in_its_turn_is_enough(body: str) -> None:
    assert lines(ZIP, unpacked(body)) == []


def test_another_archive_at_the_same_name_is_not_the_one_that_was_measured() -> None:
    head = "import zipfile, shutil\n\ndef f(path, other, folder):\n"
    test = f"    if {SUM} > 9:\n        raise OSError\n"
    opened = "    z = zipfile.ZipFile(path)\n"
    assert lines(ANY, f"{head}{opened}{test}    shutil.unpack_archive(path, folder)\n") == []
    renamed = f"{head}{opened}{test}    path = other\n    shutil.unpack_archive(path, folder)\n"
    assert len(lines(ANY, renamed)) == 1
    reopened = f"{head}{opened}    z = zipfile.ZipFile(other)\n{test}    shutil.unpack_archive(path, folder)\n"
    assert len(lines(ANY, reopened)) == 1
