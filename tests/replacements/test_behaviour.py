"""What code does before and after its replacement, run: the same on good input, and no harm on bad."""

from __future__ import annotations

import io
import logging
import os
import stat
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Pair = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture
def run(bench: Any) -> Callable[[str], Pair]:
    def run(code: str) -> Pair:
        """Return what a module's names are before and after the first replacement."""
        offer, *_ = bench.offers(code)
        made: list[dict[str, Any]] = []
        for text in (code, offer.text):
            names: dict[str, Any] = {"__name__": "viewer"}
            exec(compile(text, "viewer.py", "exec"), names)
            made.append(names)
        return made[0], made[1]

    return run


@pytest.mark.parametrize(
    "command",
    ["printf %s. a 'b c' \"it's\"", "printf '%s/%s' one \"two  words\"", "echo é 😀 'a\"b'", "printf a=b:c@d/e,f+g"],
)
@pytest.mark.parametrize(
    "call",
    [
        "subprocess.check_output({!r}, shell=True, text=True)",
        "subprocess.run({!r}, shell=True, check=True, capture_output=True, text=True).stdout",
        "subprocess.getoutput({!r})",
    ],
)
def test_a_command_prints_the_same(run: Callable[[str], Pair], command: str, call: str) -> None:
    before, after = run(f"import subprocess\n\n\ndef f():\n    return {call.format(command)}\n")
    assert before["f"]() == after["f"]() != ""


def test_a_command_fails_with_the_same_code(run: Callable[[str], Pair]) -> None:
    before, after = run(
        "import subprocess\n\n\ndef f():\n    try:\n        return subprocess.call('test a = b', shell=True)\n"
        "    except OSError:\n        return None\n"
    )
    assert before["f"]() == after["f"]() == 1


@pytest.mark.parametrize("mrn", ["17", "it's", "100%", "x' OR '1'='1"])
@pytest.mark.parametrize(
    "where", ["mrn = '{mrn}'", "mrn LIKE '{mrn}%'", "mrn IN ('{mrn}', '18')", "upper(mrn) = upper('{mrn}')"]
)
def test_a_query_finds_what_it_should(bench: Any, mrn: str, where: str) -> None:
    import sqlite3

    code = f'import sqlite3\n\n\ndef f(cursor, mrn):\n    return cursor.execute(f"SELECT mrn FROM patient WHERE {where}").fetchall()\n'
    (offer,) = bench.offers(code)
    cursor = sqlite3.connect(":memory:").cursor()
    cursor.executescript("CREATE TABLE patient (mrn); INSERT INTO patient VALUES ('17'), ('it''s'), ('100%'), ('20')")
    names: dict[str, Any] = {}
    exec(compile(offer.text, "viewer.py", "exec"), names)
    assert names["f"](cursor, mrn) == ([] if "OR" in mrn else [(mrn,)])


@pytest.fixture
def archives(tmp_path: Path) -> dict[str, Path]:
    """Write an archive of a good file and one whose member leads out of the folder."""
    made: dict[str, Path] = {}
    for kind, name in {"good": "images/a.dcm", "evil": "../escaped.txt"}.items():
        made[kind] = tmp_path / f"{kind}.tar"
        with tarfile.open(made[kind], "w") as archive:
            member = tarfile.TarInfo(name)
            member.size = 3
            archive.addfile(member, io.BytesIO(b"abc"))
    return made


def test_a_zip_stays_in_its_folder_by_itself(run: Callable[[str], Pair], bench: Any, tmp_path: Path) -> None:
    code = (
        "import {0}\n\n\ndef f(path, folder):\n    with {0}.{1}(path) as archive:\n        archive.extractall(folder)\n"
    )
    path, names = tmp_path / "evil.zip", dict[str, Any]()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../escaped.txt", "abc")
    assert [each.rule for each in bench.offers(code.format("zipfile", "ZipFile"))] == ["RES-005"]
    exec(compile(code.format("zipfile", "ZipFile"), "viewer.py", "exec"), names)
    names["f"](path, tmp_path / "in" / "one")
    assert (tmp_path / "in" / "one" / "escaped.txt").read_text() == "abc"
    for made in run(code.format("tarfile", "open")):
        with pytest.raises(tarfile.ReadError):
            made["f"](path, tmp_path / "in" / "two")
    assert list(tmp_path.rglob("escaped.txt")) == [tmp_path / "in" / "one" / "escaped.txt"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_tar_stays_in_its_folder(run: Callable[[str], Pair], archives: dict[str, Path], tmp_path: Path) -> None:
    before, after = run(
        "import tarfile\n\n\ndef f(path, folder):\n    with tarfile.open(path) as archive:\n"
        "        archive.extractall(folder)\n"
    )
    for name, names in {"one": before, "two": after}.items():
        names["f"](archives["good"], tmp_path / name)
        assert (tmp_path / name / "images" / "a.dcm").read_bytes() == b"abc"
    with pytest.raises(tarfile.OutsideDestinationError):
        after["f"](archives["evil"], tmp_path / "in" / "two")
    assert not list(tmp_path.rglob("escaped.txt"))


@pytest.mark.parametrize("sign", ["==", "!="])
def test_digests_compare_alike(run: Callable[[str], Pair], sign: str) -> None:
    before, after = run(
        f"import hmac\n\n\ndef f(key, given):\n    return hmac.new(key, b'm', 'sha256').digest() {sign} given\n"
    )
    right = __import__("hmac").new(b"k", b"m", "sha256").digest()
    for given in (right, b"", right[:-1], right[:-1] + b"\0", right + b"x"):
        assert before["f"](b"k", given) is after["f"](b"k", given)


@pytest.mark.parametrize(
    ("draw", "values"),
    [
        ("random.randint(1, 6)", {1, 2, 3, 4, 5, 6}),
        ("random.randint(0, 3)", {0, 1, 2, 3}),
        ("random.randrange(3)", {0, 1, 2}),
        ("random.randrange(5, 8)", {5, 6, 7}),
        ("random.randrange(0, 6, 2)", {0, 2, 4}),
        ("random.choice(string.digits)", set("0123456789")),
        ("random.getrandbits(2)", {0, 1, 2, 3}),
        ("len(random.randbytes(4))", {4}),
    ],
)
def test_a_secret_is_drawn_from_the_same_values(run: Callable[[str], Pair], draw: str, values: set[Any]) -> None:
    for names in run(f"import random\nimport string\n\n\ndef new_pin():\n    return str({draw})\n"):
        assert {names["new_pin"]() for _ in range(400)} == set(map(str, values))


@pytest.mark.parametrize("text", ["a: 1\nb: [x, 2.5, null, true]\n", "- 2026-11-25\n- é😀\n", "", "{a: {b: c}}"])
@pytest.mark.parametrize("loader", ["", ", Loader=yaml.Loader", ", yaml.FullLoader", ", Loader=yaml.UnsafeLoader"])
def test_plain_yaml_reads_alike(run: Callable[[str], Pair], text: str, loader: str) -> None:
    before, after = run(f"import yaml\n\n\ndef f(text):\n    return yaml.load(text{loader})\n")
    import yaml

    assert after["f"](text) == (before["f"](text) if loader else yaml.safe_load(text))
    with pytest.raises(yaml.constructor.ConstructorError):
        after["f"]("!!python/object/apply:os.getcwd []")


def test_a_temporary_file_is_there_and_private(bench: Any, tmp_path: Path) -> None:
    code = "import tempfile\n\n\ndef f(folder):\n    return tempfile.mktemp('.dcm', dir=folder)\n"
    offers = [offer.text for offer in bench.offers(code) if offer.rule == "FIL-002"]
    assert len(offers) == 2
    for text in offers:
        names: dict[str, Any] = {}
        exec(compile(text, "viewer.py", "exec"), names)
        made = Path(names["f"](str(tmp_path)))
        assert made.suffix == ".dcm"
        assert stat.S_IMODE(made.stat().st_mode) == 0o600


@pytest.mark.parametrize(("mode", "kept"), [("0o777", 0o700), ("0o666", 0o600), ("0o755", 0o755)])
def test_a_mode_loses_the_rights_of_others(bench: Any, tmp_path: Path, mode: str, kept: int) -> None:
    path = tmp_path / "report"
    path.touch()
    code = f"import os\n\n\ndef f(path):\n    os.chmod(path, {mode})\n"
    offers = bench.offers(code)
    names: dict[str, Any] = {}
    exec(compile(offers[0].text if offers else code, "viewer.py", "exec"), names)
    names["f"](path)
    assert stat.S_IMODE(path.stat().st_mode) in (kept, 0o700)


def test_a_template_escapes(run: Callable[[str], Pair]) -> None:
    before, after = run(
        "import jinja2\n\n\ndef f(text, name):\n    return jinja2.Environment().from_string(text).render(name=name)\n"
    )
    assert before["f"]("<b>{{ name }}</b>", "mira") == after["f"]("<b>{{ name }}</b>", "mira")
    assert after["f"]("<b>{{ name }}</b>", "<script>") == "<b>&lt;script&gt;</b>"


def test_a_check_holds_without_asserts(bench: Any, tmp_path: Path) -> None:
    code = "def set_rate(rate):\n    assert 0 < rate <= 500, f'{rate} ml/h'\n    print(rate)\n"
    (offer,) = bench.offers(code)
    said: dict[str, list[str]] = {}
    for name, text in {"before": code, "after": offer.text}.items():
        (tmp_path / f"{name}.py").write_text(text)
        for rate in (500, 501):
            program = f"import {name}; {name}.set_rate({rate})"
            done = subprocess.run([sys.executable, "-O", "-c", program], cwd=tmp_path, capture_output=True, text=True)
            said.setdefault(name, []).append(done.stdout + done.stderr.strip().rpartition("\n")[2])
    assert said["before"] == ["500\n", "501\n"]
    assert said["after"] == ["500\n", "ValueError: 501 ml/h"]


@pytest.mark.parametrize("handler", ["pass", "return", "..."])
def test_a_silent_handler_goes_on_and_is_heard(
    run: Callable[[str], Pair], caplog: pytest.LogCaptureFixture, handler: str
) -> None:
    before, after = run(
        f"import logging\n\n\ndef f(store):\n    try:\n        store.send(1)\n    except Exception:\n        {handler}\n"
    )
    assert before["f"](None) is after["f"](None) is None
    assert caplog.messages == ["store.send() failed"]
    assert caplog.records[0].exc_info


def test_a_log_says_the_same(run: Callable[[str], Pair], caplog: pytest.LogCaptureFixture) -> None:
    before, after = run("import logging\n\n\ndef f(name, count):\n    logging.warning(f'{name}: 100%% of %d', count)\n")
    with caplog.at_level(logging.WARNING):
        before["f"]("a", 3)
        after["f"]("a", 3)
    assert caplog.messages == ["a: 100% of 3"] * 2


def test_a_setting_is_read_where_it_is_set(run: Callable[[str], Pair], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "k")
    before, after = run("import os\n\nSECRET_KEY = os.environ.get('SECRET_KEY', 'ward3-default')\n")
    assert before["SECRET_KEY"] == after["SECRET_KEY"] == "k"


def test_an_address_is_that_of_the_site(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    offer, _ = bench.offers('HOST = "0.0.0.0"\n')
    for given, found in ((None, "127.0.0.1"), ("10.1.2.3", "10.1.2.3")):
        monkeypatch.setattr(os, "environ", {"HOST": given} if given else {})
        names: dict[str, Any] = {}
        exec(compile(offer.text, "viewer.py", "exec"), names)
        assert names["HOST"] == found


def test_a_time_is_the_same_with_its_zone(run: Callable[[str], Pair]) -> None:
    before, after = run("from datetime import datetime\n\n\ndef f():\n    return datetime.utcnow()\n")
    first, second = before["f"](), after["f"]()
    assert abs((second.replace(tzinfo=None) - first).total_seconds()) < 60
    assert second.utcoffset().total_seconds() == 0


def test_json_in_a_file_is_read(bench: Any, tmp_path: Path) -> None:
    (offer,) = bench.offers(
        "import pickle\n\n\ndef f(path):\n    with open(path, 'rb') as file:\n        return pickle.load(file)\n"
    )
    path = tmp_path / "settings.json"
    path.write_text('{"ward": "3 é", "beds": [1, null, 2.5]}', encoding="utf-8")
    names: dict[str, Any] = {}
    exec(compile(offer.text, "viewer.py", "exec"), names)
    assert names["f"](path) == {"ward": "3 é", "beds": [1, None, 2.5]}
