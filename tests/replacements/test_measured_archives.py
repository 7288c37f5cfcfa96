"""Archives that are unpacked whole, refused where their members have too many bytes together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Mend = Callable[[str], str | None]

PLAIN = """\
import zipfile


def import_plans(path, folder):
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
"""
MENDED = """\
import zipfile

_MAX_UNPACKED_BYTES = 4 * 1024**3


def import_plans(path, folder, max_unpacked_bytes=_MAX_UNPACKED_BYTES):
    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > max_unpacked_bytes:
            raise ValueError(
                f"The archive unpacks to more than {max_unpacked_bytes} bytes"
            )
        archive.extractall(folder)
"""


def test_the_sizes_are_added_up_above_the_call(mend: Mend) -> None:
    assert mend(PLAIN) == MENDED


def test_it_needs_review_and_says_the_bound(bench: Any) -> None:
    [offer] = bench.offers(PLAIN)
    assert offer.title == "Refuse an archive that unpacks to more than 4 GiB unless callers set max_unpacked_bytes"
    assert not offer.safe
    assert bench.rules(offer.text) == set()


def test_a_limit_that_the_module_has_is_read(mend: Mend) -> None:
    own = PLAIN.replace("\n\n\ndef", "\n\nMAX_ZIP_BYTES = 9\n\n\ndef")
    assert "> MAX_ZIP_BYTES:\n" in (mend(own) or "")
    assert "4 * 1024" not in (mend(own) or "")


NAMED = {
    "a file in memory": ("path", "io.BytesIO(path)", False),
    "what may be one": ("path", "path", False),
    "an open file": ("path: BinaryIO", "path", False),
    "a path or a file": ("path: str | IO", "path", False),
    "a text": ("path: str", "path", True),
    "a path": ("path: Path | str", "path", True),
    "a union": ("path: Union[str, os.PathLike]", "path", True),
    "joined": ("path", "os.path.join(path, 'a.zip')", True),
    "below a folder": ("path", "path / 'a.zip'", True),
    "a temporary file's": ("path", "tempfile.NamedTemporaryFile(path)", False),
}


@pytest.mark.parametrize(("head", "value", "named"), NAMED.values(), ids=NAMED)
@pytest.mark.parametrize("before", ["", "    data = {}\n"])
def test_an_archive_is_named_that_is_surely_opened_by_its_path(
    mend: Mend, head: str, value: str, named: bool, before: str
) -> None:
    text = PLAIN.replace("(path, folder)", f"({head}, folder)", 1).replace(
        "    with", f"{before.format(value)}    with"
    )
    made = mend(text.replace("ZipFile(path)", f"ZipFile({'data' if before else value})")) or ""
    named = named and not (before and value == "path")
    assert ("{archive.filename} unpacks to" in made, "The archive unpacks to" in made) == (named, not named)


@pytest.mark.parametrize(("kind", "said"), [("", '"The archive'), (": str", 'f"{archive.filename}')])
def test_a_part_of_the_text_without_a_value_is_not_formatted(mend: Mend, kind: str, said: str) -> None:
    deep = "    if folder:\n        if folder.x:\n            if folder.y:\n"
    body = WITH.replace("    ", "                ", 1).replace("        archive", "                    archive")
    made = mend(PLAIN.replace(WITH, deep + body).replace("(path, f", f"(path{kind}, f")) or ""
    assert f'\n                            {said} unpacks to more than "\n' in made


def test_where_the_line_would_be_too_long_the_size_gets_a_name(mend: Mend) -> None:
    made = mend(PLAIN.replace("archive", "unpacked_study")) or ""
    assert "unpacked_size = sum(member.file_size for member in unpacked_study.infolist())\n" in made
    assert "if unpacked_size > max_unpacked_bytes:\n" in made
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


OPENED = "    archive = zipfile.ZipFile(path)\n    archive.extractall(folder)\n"
WITH = "    with zipfile.ZipFile(path) as archive:\n        archive.extractall(folder)\n"
LEFT = {
    "closed by hand": PLAIN.replace(WITH, f"{OPENED}    archive.close()\n"),
    "a worker": PLAIN.replace("def import_plans", "def _upload_worker"),
    "a thread's own": (
        "import threading, zipfile\n\n\ndef start(path, folder):\n    def unpack():\n"
        "        with zipfile.ZipFile(path) as archive:\n            archive.extractall(folder)\n\n"
        "    threading.Thread(target=unpack).start()\n"
    ),
    "other errors are noted": (
        f"{PLAIN}    for name in folder:\n        try:\n            send(name)\n"
        "        except Exception as error:\n            failed.append(error)\n"
    ),
}


def test_an_archive_that_is_closed_at_last_may_be_refused(bench: Any) -> None:
    tried = "".join(f"    {line}\n" for line in OPENED.splitlines()[1:])
    text = PLAIN.replace(WITH, f"{OPENED.splitlines()[0]}\n    try:\n{tried}    finally:\n        archive.close()\n")
    assert [each.rule for each in bench.offers(text)] == ["RES-005"]


def test_an_error_that_is_caught_may_be_raised_in_a_worker(bench: Any) -> None:
    tried = "".join(f"    {line}\n" for line in WITH.splitlines())
    text = LEFT["a worker"].replace(WITH, f"    try:\n{tried}    except Exception as error:\n        print(error)\n")
    assert [each.rule for each in bench.offers(text)] == ["RES-005"]


HEADS = {
    "typed": (
        "def unpack(path: str, folder: str) -> None:",
        "def unpack(\n    path: str, folder: str, max_unpacked_bytes: int = _MAX_UNPACKED_BYTES\n) -> None:",
    ),
    "on lines": (
        "def unpack(\n    path,\n    folder,\n):",
        "def unpack(\n    path,\n    folder,\n    max_unpacked_bytes=_MAX_UNPACKED_BYTES,\n):",
    ),
    "too long": (
        "def unpack(path, folder, more='', much_more_of_the_same='', and_the_last=''):",
        "def unpack(\n    path,\n    folder,\n    more='',\n    much_more_of_the_same='',\n    and_the_last='',\n"
        "    max_unpacked_bytes=_MAX_UNPACKED_BYTES,\n):",
    ),
    "one of its own": ("def unpack(path, folder, max_unpacked_bytes=9):",) * 2,
}


@pytest.mark.parametrize(("before", "after"), HEADS.values(), ids=HEADS)
def test_callers_of_a_public_function_say_otherwise(mend: Mend, before: str, after: str) -> None:
    made = mend(PLAIN.replace("def import_plans(path, folder):", before)) or ""
    assert f"\n{after}\n" in made
    assert "> max_unpacked_bytes:\n" in made


DOCUMENTED = {
    "google's": (
        "Args:\n        path: The archive.\n        folder: Where to,\n            if anywhere.\n\n    Returns:\n        None",
        "            if anywhere.\n        max_unpacked_bytes: Most bytes that the archive may unpack to.\n\n    Returns:",
    ),
    "google's, with types": (
        "Args:\n        path (str): the archive\n        folder (str, optional): where to\n",
        'where to\n        max_unpacked_bytes (int, optional): most bytes that the archive may unpack to\n    """',
    ),
    "google's, on lines": (
        "Args:\n        path:\n          The archive\n        folder:\n          Where to\n",
        'Where to\n        max_unpacked_bytes:\n          Most bytes that the archive may unpack to\n    """',
    ),
    "numpy's": (
        "Parameters\n    ----------\n    path : str\n        The archive.\n    folder : str\n        Where to.\n",
        'Where to.\n    max_unpacked_bytes : int\n        Most bytes that the archive may unpack to.\n    """',
    ),
    "sphinx's": (
        ":param path: the archive\n    :param folder: where to\n    :return: nothing\n",
        "where to\n    :param max_unpacked_bytes: most bytes that the archive may unpack to\n    :return: nothing",
    ),
    "sphinx's, typed": (
        ":param path: the archive\n    :type path: str\n    :param folder: where to\n    :type folder: str\n",
        ":type folder: str\n    :param max_unpacked_bytes: most bytes that the archive may unpack to\n"
        '    :type max_unpacked_bytes: int\n    """',
    ),
    "without a head": (
        "path: an archive\n    folder: where to\n",
        'where to\n    max_unpacked_bytes: most bytes that the archive may unpack to\n    """',
    ),
    "none told of": ("Nothing else.\n", 'Nothing else.\n    """\n'),
}
SAID = PLAIN.replace(":\n    with", ':\n    """Unpack it.\n\n    {}    """\n    with')


@pytest.mark.parametrize(("before", "after"), DOCUMENTED.values(), ids=DOCUMENTED)
def test_a_docstring_that_tells_of_parameters_tells_of_the_new_one(mend: Mend, before: str, after: str) -> None:
    made = mend(SAID.format(before if before.endswith("\n") else f"{before}\n")) or ""
    assert "max_unpacked_bytes=_MAX_UNPACKED_BYTES):" in made
    assert after in made


UNPLAIN = {
    "dashes": "path -- the archive\n    folder -- where to\n",
    "a list": "- path: the archive\n    - folder: where to\n",
    "apart": "Args:\n        path: the archive\n\n        folder: where to\n",
    "others behind": "Args:\n        folder: where to\n        options: of it\n",
    "types by themselves": ":param path: it\n    :param folder: it\n    :type path: str\n    :type folder: str\n",
    "at the end": ":param path: it\n    :param folder: where to",
    "no room": f"Args:\n        path: it\n{' ' * 50}folder: it\n",
}


@pytest.mark.parametrize("before", UNPLAIN.values(), ids=UNPLAIN)
def test_the_module_says_it_where_a_docstring_is_not_plain(mend: Mend, before: str) -> None:
    said = SAID.format(before)
    made = mend(said) or ""
    assert "_MAX_UNPACKED_BYTES = 4 * 1024**3\n" in made
    assert said[said.index("def") : said.rindex("        archive")] in made


@pytest.mark.parametrize(
    "head",
    [
        "def _unpack(path, folder):",
        "@app.post('/plans')\ndef unpack(path, folder):",
        "def unpack(path, folder, **options):",
        "def unpack():",
    ],
)
def test_the_module_alone_says_it_for_what_nobody_can_tell(mend: Mend, head: str) -> None:
    made = mend(PLAIN.replace("def import_plans(path, folder):", head)) or ""
    assert f"_MAX_UNPACKED_BYTES = 4 * 1024**3\n\n\n{head}\n" in made


def test_a_whole_study_may_have_more(bench: Any) -> None:
    [offer] = bench.offers(PLAIN.replace("import_plans", "_import_study"))
    assert offer.title == "Refuse an archive that unpacks to more than 64 GiB: _MAX_UNPACKED_BYTES"
    assert "_MAX_UNPACKED_BYTES = 64 * 1024**3\n" in offer.text


def test_a_size_that_is_too_long_for_its_line_is_laid_out(mend: Mend) -> None:
    made = mend(PLAIN.replace("archive", "an_archive_that_somebody_sent_us")) or ""
    assert (
        "unpacked_size = sum(\n            member.file_size"
        " for member in an_archive_that_somebody_sent_us.infolist()\n        )\n"
    ) in made


@pytest.mark.parametrize(
    "text",
    [
        SHUTIL.format("path", ""),
        SHUTIL.format("gzip_path", ""),
        SHUTIL.format("path", ', format="tar"'),
        PLAIN.replace("(folder)", "(folder, ['a'])"),
        PLAIN.replace("archive.extractall(folder)", "print(archive.extractall(folder))"),
        PLAIN.replace("(folder)", "(*folder)"),
        *LEFT.values(),
    ],
    ids=["any kind", "another kind", "tar", "some members", "no statement", "spread", *LEFT],
)
def test_nothing_is_offered_where_the_bound_would_not_be_that_of_what_is_unpacked(bench: Any, text: str) -> None:
    assert [each for each in bench.offers(text) if each.rule == "RES-005"] == []
