"""Archives that are unpacked whole, refused where their members have too many bytes together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Mend = Callable[[str], str | None]

PLAIN = """\
import zipfile


def import_study(path, folder):
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
"""
MENDED = """\
import zipfile

_MAX_UNPACKED_BYTES = 4 * 1024**3


def import_study(path, folder):
    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > _MAX_UNPACKED_BYTES:
            raise ValueError(
                f"{archive.filename} unpacks to more than {_MAX_UNPACKED_BYTES} bytes"
            )
        archive.extractall(folder)
"""


def test_the_sizes_are_added_up_above_the_call(mend: Mend) -> None:
    assert mend(PLAIN) == MENDED


def test_it_needs_review_and_says_the_bound(bench: Any) -> None:
    [offer] = bench.offers(PLAIN)
    assert offer.title == "Refuse an archive that unpacks to more than 4 GiB: _MAX_UNPACKED_BYTES"
    assert not offer.safe
    assert bench.rules(offer.text) == set()


def test_a_limit_that_the_module_has_is_read(mend: Mend) -> None:
    own = PLAIN.replace("\n\n\ndef", "\n\nMAX_ZIP_BYTES = 9\n\n\ndef")
    assert "> MAX_ZIP_BYTES:\n" in (mend(own) or "")
    assert "4 * 1024" not in (mend(own) or "")


def test_a_file_without_a_name_is_not_named(mend: Mend) -> None:
    text = PLAIN.replace("    with", "    data = io.BytesIO(path)\n    with").replace("ZipFile(path)", "ZipFile(data)")
    assert ' f"The archive unpacks to more than {_MAX_UNPACKED_BYTES} bytes"' in (mend("import io\n" + text) or "")


def test_where_the_line_would_be_too_long_the_size_gets_a_name(mend: Mend) -> None:
    made = mend(PLAIN.replace("archive", "unpacked_study")) or ""
    assert "unpacked_size = sum(member.file_size for member in unpacked_study.infolist())\n" in made
    assert "if unpacked_size > _MAX_UNPACKED_BYTES:\n" in made
    assert all(len(line) <= 88 for line in made.splitlines())


SHUTIL = "import shutil\n\n\ndef import_study(path, folder):\n    shutil.unpack_archive({}, folder{})\n"


@pytest.mark.parametrize(
    ("path", "more"),
    [("path", ', format="zip"'), ('path + ".zip"', ""), ('f"{path}/study.zip"', ""), ("study_zip", "")],
)
def test_what_is_surely_a_zip_archive_is_opened_as_one(mend: Mend, path: str, more: str) -> None:
    made = mend(SHUTIL.format(path, more)) or ""
    assert f"    with zipfile.ZipFile({path}) as archive:\n        if sum(member" in made
    assert "\n        archive.extractall(folder)\n" in made


@pytest.mark.parametrize(
    "text",
    [
        SHUTIL.format("path", ""),
        SHUTIL.format("gzip_path", ""),
        SHUTIL.format("path", ', format="tar"'),
        PLAIN.replace("(folder)", "(folder, ['a'])"),
        PLAIN.replace("archive.extractall(folder)", "print(archive.extractall(folder))"),
        PLAIN.replace("(folder)", "(*folder)"),
    ],
    ids=["any kind", "another kind", "tar", "some members", "no statement", "spread"],
)
def test_nothing_is_offered_where_the_bound_would_not_be_that_of_what_is_unpacked(bench: Any, text: str) -> None:
    assert [each for each in bench.offers(text) if each.rule == "RES-005"] == []
