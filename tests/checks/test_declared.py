"""Detectors that a rule declares in its front matter, each by a rule of four lines."""

from __future__ import annotations

import pytest
from declaring import banned, found, lines, page

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.checks.checker import compiled
from aseptic.source.document import Document
from aseptic.standard.adopted import tailored
from aseptic.standard.catalog import Standard, build
from aseptic.standard.granting import granted
from aseptic.standard.tailoring import read_tailoring


@pytest.mark.parametrize(
    ("detect", "code", "expected"),
    [
        (
            banned("os.chmod", when="{mode/1: {bits: 18}}"),
            "import os\nos.chmod(p, 0o666)\nos.chmod(p, mode=0o600)\n",
            [2],
        ),
        (
            banned("os.chmod", when="{mode/1: {bits: 2}}"),
            "import os, stat\nos.chmod(p, stat.S_IRUSR | stat.S_IWOTH)\n",
            [2],
        ),
        (
            banned("m.f", when="{0: {built: true}}"),
            "import m\nm.f(f'a {b}')\nm.f('a %s' % b)\nm.f('a' + b)\nm.f('a')\nm.f(f'a')\nm.f('a {}'.format(b))\n",
            [2, 3, 4, 7],
        ),
        (
            banned("m.f", when="{0: {built: true}}"),
            "import m\ndef g(b):\n    q = f'a {b}'\n    m.f(q)\n    m.f(b)\n",
            [4],
        ),
        (banned("m.f", when="{0: {constant: false}}"), "import m\nm.f(x)\nm.f('a')\nm.f(SCHEMA)\nm.f(['a', 1])\n", [2]),
        (
            banned("m.f", when="{size: {below: 2048}}"),
            "import m\nm.f(size=1024)\nm.f(size=2**12)\nm.f(size=4 * 256)\n",
            [2, 4],
        ),
        (
            banned("m.f", when="{p/1: {named: [m.Bad]}}"),
            "import m\nm.f(1, m.Bad())\nm.f(1, p=m.Bad)\nm.f(1, m.Good())\n",
            [2, 3],
        ),
        (
            banned("m.f", when="{0: {matches: '^http://'}}"),
            "import m\nm.f('http://a')\nm.f('https://a')\nm.f(f'http://{h}')\n",
            [2, 4],
        ),
        (banned("m.f", when="{0: {one_of: [none, NONE]}}"), "import m\nm.f('none')\nm.f('x')\n", [2]),
        (banned("m.f", when="{k: {true: true}}"), "import m\nm.f(k=1)\nm.f(k=True)\nm.f(k=False)\nm.f(k=x)\n", [2, 3]),
        (banned("m.f", missing="[t/1]"), "import m\nm.f(1)\nm.f(1, 2)\nm.f(1, t=2)\nm.f(1, **o)\nm.f(*a)\n", [2]),
        (banned("m.f", unless="{k: {constant: true}}"), "import m\nm.f(k='a')\nm.f(k=a)\nm.f()\n", [3, 4]),
        (banned("m.Bad", used="reference"), "import m\nx = m.Bad\nm.Bad.y\nm.Good\n", [2, 3]),
        (banned("m.deco", used="decorator"), "import m\n@m.deco\ndef f(): ...\n@m.deco(1)\nclass A: ...\n", [3, 5]),
        (banned("m.Base", used="base"), "from m import Base as B\nclass A(B):\n    x = 1\n", [2]),
        (
            banned("m.old", used="import"),
            "import m.old\nfrom m import old\nfrom m.old import x\nimport m.older\n",
            [1, 2, 3],
        ),
        (
            "  settings:\n    - {name: DEBUG, value: true}",
            "DEBUG = True\napp.config['DEBUG'] = True\nx = {'DEBUG': True}\nc.update(DEBUG=True)\nDEBUG = False\nd.DEBUG = True\n",
            [1, 2, 3, 4, 6],
        ),
        (
            "  settings:\n    - {name: key, value: x, put: [default]}",
            "def f(key='x'): ...\nasync def g(*, key='x'): ...\ndef h(a, key='x', /, b=1): ...\nl = lambda key='x': 1\n"
            "def i(key='y', *, b='x'): ...\ndef j(key, b='x'): ...\nkey = 'x'\nf(key='x')\n",
            [1, 2, 3, 4],
        ),
        (
            "  settings:\n    - {name: key, value: x, put: [annotated]}",
            "key: str = 'x'\nclass A:\n    key: str = 'x'\nself.key: str = 'x'\nkey = 'x'\nkey: str\n",
            [1, 3, 4],
        ),
        (
            "  settings:\n    - {name: HOSTS, value: {matches: '^x$'}}",
            "HOSTS = 'x'\nHOSTS: str = 'x'\nHOSTS = ['x']\n",
            [1, 2],
        ),
        (
            "  texts:\n    - {matches: '^ftp://', words: [ftp]}",
            '"""ftp://doc"""\nx = "ftp://a"\ny = "x ftp://a"\n',
            [2],
        ),
        (
            "  texts:\n    - {matches: GRANT ALL, words: [grant], to: [m.run]}",
            "import m\nm.run('GRANT ALL')\nx('GRANT ALL')\nm.run(f'GRANT ALL {x}')\n",
            [2, 4],
        ),
        (
            "  comments:\n    - {matches: '# *nosec', words: [nosec]}",
            "x = 1  # nosec\ny = '# nosec'\n# nosec\nz = 1\n",
            [1, 3],
        ),
    ],
)
def test_a_declared_detector_finds(detect: str, code: str, expected: list[int]) -> None:
    assert lines(detect, code) == expected


def test_a_use_may_weigh_other_than_its_rule() -> None:
    assert [finding.severity for _, finding in found(banned("m.f", severity="low"), "import m\nm.f()\n")] == ["low"]


@pytest.mark.parametrize(
    ("detect", "said"),
    [
        (banned("m.f", when="{0: {buit: true}}"), "did you mean 'built'?"),
        (banned("m.f", when="{0: {matches: '('}}"), "is no regular expression"),
        (banned("m.f", when="{0: {one_of: abc}}"), "a list"),
        (
            banned("m.f", used="calls"),
            "is not one of call, discarded, deciding, compared, demanded, item, reference",
        ),
        ("  texts:\n    - {matches: x}", "the key 'detect.texts[0].words' is missing"),
    ],
)
def test_a_faulty_declaration_is_a_problem(detect: str, said: str) -> None:
    _, problems = build([page(detect)])
    assert any(said in str(problem) for problem in problems), [str(problem) for problem in problems]


def test_a_setting_may_count_as_an_attribute_alone() -> None:
    detect = "  settings:\n    - {name: STRICT, value: false, put: [attribute]}"
    assert lines(
        detect, "STRICT = False\nconfig.STRICT = False\nx = {'STRICT': False}\nconfig.STRICT: bool = False\n"
    ) == [2, 4]


def test_what_is_added_to_a_setting_counts() -> None:
    detect = "  settings:\n    - {name: HOSTS, value: {holds: '*'}}"
    assert lines(detect, "HOSTS += ['*']\nsettings.HOSTS += ('a', '*')\nHOSTS += ['a']\nHOSTS -= ['*']\n") == [1, 2]


def test_a_comment_may_count_beside_a_restricted_call_alone() -> None:
    detect = (
        "  banned:\n    - {name: m.load, when: {safe: false}}\n"
        "  comments:\n    - {matches: hush, words: [hush], on_restricted: true}"
    )
    code = (
        "import m  # hush\n"
        "m.load(x, safe=True)  # hush\n"
        "m.load(\n    x,\n    safe=True,\n)  # hush\n"
        "m.other(x)  # hush\n"
        "y = 1  # hush\n"
        "m.load(x, safe=True)\n"
    )
    assert lines(detect, code) == [2, 6]


def test_what_bandit_sees_in_the_text_and_what_is_seen_in_a_literal_are_one_finding() -> None:
    detect = '  bandit: [B613]\n  texts:\n    - {matches: "[\\u202e]", words: ["\\u202e"]}'
    seen = found(detect, "x = 'a\u202eb'\ny = 'a\u202eb'\n")
    assert [(line, finding.bandit) for line, finding in seen] == [(1, ("B613",)), (2, ("B613",))]


FOUR_LINES = """banned:
  - name: pump.legacy.write
    rule: INJ-003
    message: "{name} is unchecked; call pump.safe.write"
"""


def test_a_project_bans_a_function_in_four_lines(standard: Standard) -> None:
    head = "---\nstandard: Aseptic\nversion: '0.1'\n"
    tailoring, problems = read_tailoring("security/standard.md", f"{head}{FOUR_LINES}---\n")
    assert tailoring is not None and problems == ()
    may_stand, refused = granted(standard, tailoring)
    ours = tailored(standard, may_stand)
    assert refused == ()
    analysis = fresh(Document.of("from pump.legacy import write as w\nw(1)\n"), Memo(compiled(ours)))
    said = [finding.message for _, entry in analysis.found for finding in entry.findings]
    assert said == ["pump.legacy.write is unchecked; call pump.safe.write"]
