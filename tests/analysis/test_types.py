"""What jedi tells of what methods are called on, in the words of the rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from aseptic.analysis.inference.message import Question, Surroundings
from aseptic.analysis.inference.stand_ins import stand_ins
from aseptic.analysis.inference.types import Text, Types, settle
from aseptic.checks.checker import compiled
from aseptic.standard.catalog import Standard

NET = """
import requests

class Quiet(requests.Session):
    def get(self, url, **options): return None

class Retrying(requests.Session):
    retries = 3

def make(): return requests.Session()
def retrying() -> Retrying: return Retrying()
"""
HEAD = """import sqlite3, logging, tarfile, smtplib, os, asyncpg, docker, requests, smtp_pool, socket
from dataclasses import dataclass
import net

@dataclass
class Box:
    session: requests.Session
    conn: sqlite3.Connection

class Pump:
    def __init__(self, box: Box):
        self.box = box
        self.client = docker.from_env()
        self.http = requests

def archive(path): return tarfile.open(path)
def mail(): return smtplib.SMTP('x')

async def every(pump: Pump, box: Box, path, given):
    conn = await asyncpg.connect()
    with archive(path) as opened:
        for each in [net.make()]:
            """


POSITIVE = {
    "net.make().get": "requests.Session",
    "each.get": "requests.Session",
    "net.retrying().get": "requests.Session",
    "pump.box.session.get": "requests.Session",
    "pump.http.get": "requests",
    "box.conn.enable_load_extension": "sqlite3.connect()",
    "pump.client.containers.run": "docker.from_env().containers",
    "conn.execute": "asyncpg.connect()",
    "opened.extractall": "tarfile.open()",
    "mail().login": "smtplib.SMTP",
}
NEGATIVE = ["net.Quiet().get", "given.get", "{}.get", "os.path.abspath(path).startswith", "unknown.get", "net.get"]
OTHER = ["socket.socket().send"]
TEXT = HEAD + "\n            ".join((*POSITIVE, *NEGATIVE, *OTHER)) + "\n"
Told = Callable[[str], tuple[str, ...]]


@pytest.fixture(scope="module")
def read(standard: Standard, tmp_path_factory: pytest.TempPathFactory) -> Text:
    settle()
    root = tmp_path_factory.mktemp("project")
    (root / "net.py").write_text(NET, encoding="utf-8")
    names = compiled(standard).methods.names
    folder = stand_ins(names, tmp_path_factory.mktemp("cache"))
    assert folder is not None
    return Types(Surroundings(root, (root,), (folder,), names)).text(Path("/nowhere/a.py"), TEXT)


@pytest.fixture(scope="module")
def told(read: Text) -> Told:
    """Returns the answer about the last attribute of an expression that stands on a line of the text."""

    def told(code: str) -> tuple[str, ...]:
        number, line = next((at, line) for at, line in enumerate(TEXT.split("\n")) if line.strip() == code)
        *_, last = re.finditer(r"\.(\w+)", line)
        return read.answer(Question(number, last.start(1), last[1]))

    return told


@pytest.mark.parametrize("code", POSITIVE)
def test_a_type_is_told_as_the_rules_name_it(told: Told, code: str) -> None:
    assert POSITIVE[code] in told(code)


@pytest.mark.parametrize("code", NEGATIVE)
def test_nothing_is_told_where_nothing_is_known_or_the_project_has_its_own(told: Told, code: str) -> None:
    assert told(code) == ()


def test_a_socket_is_not_one_that_was_connected(told: Told) -> None:
    """The rule is about streams; what `socket.create_connection` returns is of a class that datagrams have, too."""
    assert "socket.create_connection()" not in told("socket.socket().send")


def test_the_files_that_an_answer_rests_on_are_told(read: Text, told: Told) -> None:
    told("net.make().get")
    assert [path.name for path in read.read()] == ["net.py"]


def test_a_module_of_the_project_hides_the_library_that_has_its_name(standard: Standard, tmp_path: Path) -> None:
    settle()
    (tmp_path / "smtplib.py").write_text("class SMTP:\n    def login(self): ...\ndef make() -> SMTP: ...\n")
    (tmp_path / "mail.py").write_text("import smtplib\ndef make(): return smtplib.SMTP('x')\n")
    types = Types(Surroundings(tmp_path, (tmp_path,), (), compiled(standard).methods.names))
    assert types.text(tmp_path / "a.py", "import mail\nmail.make().login\n").answer(Question(1, 12, "login")) == ()
