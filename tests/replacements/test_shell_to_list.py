"""Shell commands that become argument lists, and those that only a shell can carry out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

Mend = Callable[[str], str | None]


@pytest.fixture
def bench(bench: Any) -> Any:
    """What asks for replacements of shells alone."""
    return evolve(bench, rule="INJ-003")


MENDED = {
    "a statement": (
        'import os\nos.system("ls -l")\n',
        'import os\nimport subprocess\nsubprocess.run(["ls", "-l"], check=True)\n',
    ),
    "alias": (
        "import os\nimport subprocess as sp\n\n\ndef f():\n    os.system('ls')\n",
        "import os\nimport subprocess as sp\n\n\ndef f():\n    sp.run(['ls'], check=True)\n",
    ),
    "from-imports": (
        "from os import system as s\nfrom subprocess import run\n\n\ndef f():\n    s('ls')\n",
        "from os import system as s\nfrom subprocess import run\n\n\ndef f():\n    run(['ls'], check=True)\n",
    ),
    "local import above": (
        "import os\n\n\ndef f():\n    import subprocess as sub\n    if f:\n        os.system('ls')\n",
        "import os\n\n\ndef f():\n    import subprocess as sub\n    if f:\n        sub.run(['ls'], check=True)\n",
    ),
    "an alias in use beside another import": (
        "import os\nimport subprocess as sp\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import subprocess\n\n\n"
        "def f():\n    sp.run(['a'])\n    os.system('ls')\n",
        "import os\nimport subprocess as sp\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import subprocess\n\n\n"
        "def f():\n    sp.run(['a'])\n    sp.run(['ls'], check=True)\n",
    ),
    "import for type checkers only": (
        "import os\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import subprocess\nos.system('ls')\n",
        "import os\nimport subprocess\nfrom typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    import subprocess\nsubprocess.run(['ls'], check=True)\n",
    ),
    "value used": (
        "import os, subprocess\nif os.system('ls'):\n    pass\n",
        "import os, subprocess\nif subprocess.run(['ls'], check=False).returncode:\n    pass\n",
    ),
    "a program that often fails": (
        "import os, subprocess\nos.system('stty sane')\n",
        "import os, subprocess\nsubprocess.run(['stty', 'sane'], check=False)\n",
    ),
    "a failure that is passed over": (
        "import os, subprocess\ntry:\n    os.system('ls')\n    go()\nexcept:\n    pass\n",
        "import os, subprocess\ntry:\n    subprocess.run(['ls'], check=False)\n    go()\nexcept:\n    pass\n",
    ),
    "a failure that is told": (
        "import os, subprocess\ntry:\n    os.system('ls')\n    go()\nexcept Exception as error:\n    told(error)\n",
        "import os, subprocess\ntry:\n    subprocess.run(['ls'], check=True)\n    go()\nexcept Exception as error:\n    told(error)\n",
    ),
    "a file that tells": (
        "import os, subprocess\ndef f():\n    os.system('ls')\n    if not os.path.exists('a'):\n        go()\n",
        "import os, subprocess\ndef f():\n    subprocess.run(['ls'], check=False)\n"
        "    if not os.path.exists('a'):\n        go()\n",
    ),
    "when all is over": (
        "import os, subprocess\ntry:\n    go()\nfinally:\n    os.system('ls')\n",
        "import os, subprocess\ntry:\n    go()\nfinally:\n    subprocess.run(['ls'], check=False)\n",
    ),
    "keyword": (
        "import os, subprocess\nos.system(command='ls')\n",
        "import os, subprocess\nsubprocess.run(['ls'], check=True)\n",
    ),
    "quoted words": (
        """import os, subprocess\nos.system('logger "two words" it"\\'"s')\n""",
        """import os, subprocess\nsubprocess.run(['logger', 'two words', "it's"], check=True)\n""",
    ),
    "both quotes in a word": (
        """import os, subprocess\nos.system('''e "it's \\'" 'a"b' ''')\n""",
        """import os, subprocess\nsubprocess.run(['e', "it's '", 'a"b'], check=True)\n""",
    ),
    "comments, lines and comma": (
        'import os, subprocess\nos.system(\n    # why\n    "ls",  # what\n)\n',
        'import os, subprocess\nsubprocess.run(\n    # why\n    ["ls"],  # what\n    check=True,\n)\n',
    ),
    "line ends, tabs and letters beyond the first plane": (
        "import os, subprocess\r\nclass A:\r\n\tdef f(self):\r\n\t\t'😀é'; os.system('é 😀'); x = '😀'\r\n",
        "import os, subprocess\r\nclass A:\r\n\tdef f(self):\r\n"
        "\t\t'😀é'; subprocess.run(['é', '😀'], check=True); x = '😀'\r\n",
    ),
    "popen for nothing": (
        "import os, subprocess\nos.popen('ls')\n",
        "import os, subprocess\nsubprocess.run(['ls'], check=True)\n",
    ),
    "output": (
        'import subprocess as sp\nx = sp.getoutput("ls -l").strip()\n',
        "import subprocess as sp\nx = (\n"
        '    sp.run(["ls", "-l"], stdout=sp.PIPE, stderr=sp.STDOUT, text=True, check=False)\n'
        '    .stdout.removesuffix("\\n")\n    .strip()\n)\n',
    ),
    "all that popen reads": (
        "import os, subprocess\nx = os.popen('ls -l').read().strip()\n",
        "import os, subprocess\n"
        "x = subprocess.run(\n    ['ls', '-l'], stdout=subprocess.PIPE, text=True, check=False\n).stdout.strip()\n",
    ),
    "a list with a shell": (
        "import subprocess\nsubprocess.check_call(['gunzip', path], shell=True)\n",
        "import subprocess\nsubprocess.check_call(['gunzip', path])\n",
    ),
    "in a thread": (
        "import asyncio, subprocess\n\n\nasync def f(path):\n    command = f'ls {path}'\n"
        "    _ = await asyncio.to_thread(subprocess.call, command, shell=True)\n",
        "import asyncio, subprocess\n\n\nasync def f(path):\n    command = ['ls', str(path)]\n"
        "    _ = await asyncio.to_thread(subprocess.call, command)\n",
    ),
    "shell=True last": (
        'import subprocess\nsubprocess.run("ls -l", check=True, shell=True)\n',
        'import subprocess\nsubprocess.run(["ls", "-l"], check=True)\n',
    ),
    "shell=True first": (
        'import subprocess\nsubprocess.call(shell=True, args="ls")\n',
        'import subprocess\nsubprocess.call(args=["ls"])\n',
    ),
    "shell=True on its own line": (
        'from subprocess import Popen as P\np = P(\n    "ls",\n    shell=True,  # handy\n    env={},\n)\n',
        'from subprocess import Popen as P\np = P(\n    ["ls"],\n    # handy\n    env={},\n)\n',
    ),
    "shell=True behind a bracketed command": (
        'import subprocess\nsubprocess.check_call(("ls"), shell=True)\n',
        'import subprocess\nsubprocess.check_call((["ls"]))\n',
    ),
    "command in parts": (
        'import subprocess\nsubprocess.check_output("tar cf "\n    "x.tar", shell=True)\n',
        'import subprocess\nsubprocess.check_output(["tar", "cf", "x.tar"])\n',
    ),
}
DECLINED = {
    "lines of popen": "for line in os.popen('ls'):\n    print(line)",
    "a part of what popen writes": "os.popen('ls').read(10)",
    "a list with a whole command": "subprocess.check_call(['ls -l', path], shell=True)",
    "a list that a shell would read": "subprocess.check_call(['ls', *more], shell=True)",
    "a list for a shell": "subprocess.check_call(['bash', '-c', command], shell=True)",
    "a list whose answer is read": "x = subprocess.run(['git', 'log'], shell=True).stdout",
    "a list whose failure is passed over": "try:\n    subprocess.check_call(['gunzip', p], shell=True)\nexcept:\n    pass",
    "a list whose failure is logged": (
        "try:\n    subprocess.check_call(['gunzip', p], shell=True)\nexcept Exception:\n    log.debug('no', exc_info=True)"
    ),
    "a list whose failure is suppressed": (
        "from contextlib import suppress\nwith suppress(Exception):\n    subprocess.check_call(['gunzip', p], shell=True)"
    ),
    "a list whose failure is one of several": (
        "try:\n    subprocess.check_call(['gunzip', p], shell=True)\n"
        "except (ValueError, subprocess.CalledProcessError):\n    pass"
    ),
    "a list of data": "subprocess.check_call([program, 'a'], shell=True)",
    "variable": "os.system(command)",
    "a program that is data": "os.system(f'{program} -l')",
    "a part of the program that is data": "os.system('/opt/' + program)",
    "data and a pipe": "os.system(f'ls {folder} | wc')",
    "data for another shell": "os.system(f\"sudo sh -c 'ls {folder}'\")",
    "data for the shell of another user": "os.system(f\"su -c 'ls {folder}'\")",
    "data for the shell of another machine": "os.system(f'ssh ward3 \"ls {folder}\"')",
    "data for an interpreter": "os.system(f'/usr/bin/python3.12 -c {folder}')",
    "data as a script": "os.system(f'bash {folder}')",
    "data for a program that runs it again and again": "os.system(f'watch ls {folder}')",
    "data in a query": "os.system(f\"psql -c 'select {folder}'\")",
    "data as the program that is run": "os.system(f'sudo -n {program} -l')",
    "joined by something else": "os.system(f\"ls {','.join(folders)}\")",
    "joined within a word": "os.system(f\"ls -{' '.join(folders)}\")",
    "data and a wildcard": "os.system(f'ls {folder}/*.dcm')",
    "data and a setting": "os.system(f'A={folder} ls')",
    "data in a representation": "os.system(f'ls {folder!r}')",
    "data with quotes of its own in a longer word": "os.system('ls --in=' + folders[\"a\"])",
    "data and an open quote": "os.system(f'ls \"{folder}')",
    "data and a comment": "os.system('ls '  # all\n  + folder)",
    "formatted without field": "os.system(f'ls')",
    "in a formatted text": "x = f'{os.system(\"ls\")}'",
    "pipe": "os.system('ls | wc')",
    "wildcard": "subprocess.run('ls *.dcm', shell=True)",
    "home": "os.system('ls ~')",
    "variable of the shell": "os.system('ls $HOME')",
    "variable of Windows": "os.system('type %TEMP%')",
    "setting": "os.system('LANG=C ls')",
    "background": "os.system('ls &')",
    "comment": "os.system('ls # all')",
    "braces": "os.system('ls {a,b}')",
    "two lines": "os.system('ls\\nls')",
    "open quote": "os.system('ls \"')",
    "nothing": "os.system('')",
    "only blanks": "os.system('  ')",
    "built into the shell": "os.system('cd /tmp2')",
    "built into the shell of Windows": "os.system('cls')",
    "comment between parts": "os.system('ls '  # all\n  '-l')",
    "another shell": "subprocess.run('ls', shell=True, executable='bash')",
    "hidden keywords": "subprocess.run('ls', shell=True, **options)",
    "hidden command": "subprocess.run(*these, shell=True)",
    "mode of popen": "os.popen('ls', 'w')",
    "status and output": "subprocess.getstatusoutput('ls')",
    "status taken apart": "os.waitstatus_to_exitcode(os.system('ls'))",
    "status shifted": "os.system('ls') >> 8",
    "status compared": "os.system('ls') == 256",
    "status ordered": "os.system('ls') > 0",
    "status among others": "os.system('ls') in (0, 256)",
    "status counted": "x = 0\nx += os.system('ls')",
    "status kept by the module": "s = os.system('ls')",
    "status kept by an object": "def f(self):\n    self.s = os.system('ls')",
    "status beside a number": "self.assertEqual(os.system('ls'), 256)",
    "status given a name, shifted": "def f():\n    s = os.system('ls')\n    return s >> 8",
    "status given a name, compared": "def f():\n    s: int = os.system('ls')\n    return s == 256",
    "status given a name, taken apart": "def f():\n    s = os.system('ls')\n    return os.WEXITSTATUS(s)",
    "status given a name at once": "def f():\n    return (s := os.system('ls')) and s >> 8",
    "status given a name, by either": "def f(a):\n    s = a or os.system('ls')\n    return s // 256",
    "status given a name of the module": "def f():\n    global s\n    s = os.system('ls')",
    "an answer that nobody may await": "x = subprocess.run('git -v', shell=True, capture_output=True).stdout",
    "a status that is looked at": "if subprocess.call('git -v', shell=True):\n    x = 1",
    "a status where another error is caught": "try:\n    x = subprocess.call('git -v', shell=True)\nexcept ValueError:\n    x = 1",
    "name taken": "def f(subprocess):\n    os.system('ls')",
    "import below": "def f():\n    os.system('ls')\n    import subprocess",
}


@pytest.mark.parametrize(("before", "after"), MENDED.values(), ids=MENDED.keys())
def test_mended(mend: Mend, before: str, after: str) -> None:
    assert mend(before) == after


STATUS = {
    "asked for failure": "if {}:\n        pass",
    "asked for success": "return not {}",
    "compared with nought": "return 0 == {}",
    "handed on": "sys.exit({})",
    "returned": "return {}",
    "given a name": "s = {}\n    if s != 0:\n        print('failed: %d' % s)\n    return s",
    "given a name, put in texts": "s = {}\n    print(f'{{s}}', '%s: %d' % (f, s))",
    "given a name at once": "if (s := {}) != 0:\n        sys.exit(s)",
    "one of two": "s = 0 if f else {}\n    assert s == 0",
}


@pytest.mark.parametrize("code", STATUS.values(), ids=STATUS.keys())
def test_a_code_for_a_status_that_tells_failure_only(mend: Mend, code: str) -> None:
    top = "import os, subprocess, sys\ndef f():\n    "
    ran = "subprocess.run(['ls'], check=False).returncode"
    assert mend(top + code.format("os.system('ls')") + "\n") == top + code.format(ran) + "\n"


@pytest.mark.parametrize("code", DECLINED.values(), ids=DECLINED.keys())
def test_declined(bench: Any, code: str) -> None:
    text = f"import os\nimport subprocess\n\n{code}\n"
    assert "INJ-003" in bench.rules(text)
    assert bench.offers(text) == []


FILLED = {
    "a sum": ("'ls ' + folder", "['ls', folder]"),
    "a formatted text": ("f'ls {folder}'", "['ls', str(folder)]"),
    "a parameter that is a text": ("f'ls {path}'", "['ls', path]"),
    "in quotes of the shell": ("f'ls \"{path}\" -l'", "['ls', path, '-l']"),
    "quoted for the shell": ("f'ls {shlex.quote(folder)}'", "['ls', folder]"),
    "a part of a word": ("f'ls --in={path}/x -l'", "['ls', f'--in={path}/x', '-l']"),
    "two in a word": ("f'scp {path} {host}:{path}'", "['scp', path, f'{host}:{path}']"),
    "percent": ("'kill -%d %s' % (number, path)", "['kill', f'-{number}', path]"),
    "format": ("'ls {} {n}'.format(path, n=number)", "['ls', path, str(number)]"),
    "joined": ("f\"ls {' '.join(folder)}\"", '["ls", *folder]'),
    "joined items": ("f\"ls {' '.join(str(each) for each in folder)}\"", '["ls", *(str(each) for each in folder)]'),
    "joined for the shell": ("f'ls {shlex.join(folder)} -l'", "['ls', *folder, '-l']"),
    "a script": ("f'python3 -m pip list {path}'", "['python3', '-m', 'pip', 'list', path]"),
    "as another user": ("f'sudo -n ls {path}'", "['sudo', '-n', 'ls', path]"),
    "double quotes": ('f"ls {path}"', '["ls", path]'),
    "several lines": ("'ls '\n        f'-l {path}'", "['ls', '-l', path]"),
}


@pytest.mark.parametrize(("before", "after"), FILLED.values(), ids=FILLED.keys())
def test_each_value_is_one_argument(bench: Any, before: str, after: str) -> None:
    code = "import shlex\nimport subprocess\n\n\ndef f(path: str, folder, host, number):\n    subprocess.run({})\n"
    (offer,) = bench.offers(code.format(f"{before}, shell=True"))
    assert offer.text == code.format(after)
    assert not offer.safe
    assert "each value one argument" in offer.title


@pytest.mark.parametrize("name", ["plain", "two words", "it's", "a;touch b", "$(touch b)", "*", "-n"])
def test_a_value_reaches_the_program_as_it_is(bench: Any, name: str, tmp_path: Path) -> None:
    code = (
        "import subprocess\n\n\ndef f(name: str, cwd):\n"
        "    return subprocess.check_output(f'printf %s. {name} end', shell=True, text=True, cwd=cwd)\n"
    )
    offers = bench.offers(code)
    names: dict[str, Any] = {}
    exec(compile(offers[0].text, "after.py", "exec"), names)
    assert names["f"](name, tmp_path) == f"{name}.end."
    assert not list(tmp_path.iterdir())


def test_safe_only_where_a_good_command_behaves_the_same(bench: Any) -> None:
    text = (
        "import os, subprocess\nos.system('ls')\nsubprocess.run('ls', shell=True, check=True)\nprint(os.system('ls'))\n"
        "subprocess.check_output('ls', shell=True)\n"
        "try:\n    subprocess.check_call('ls', shell=True)\nexcept subprocess.CalledProcessError:\n    print('no')\n"
    )
    assert [offer.safe for offer in bench.offers(text)] == [False, True, False, True, False]


@pytest.mark.parametrize(
    "command", ["echo -e hi", "printf x", "kill 1", "test -e x", "./run.sh", "npm install", "true"]
)
def test_what_a_shell_may_do_in_another_way_is_reviewed(bench: Any, command: str) -> None:
    offers = bench.offers(f"import subprocess\n\nsubprocess.check_output('{command}', shell=True)\n")
    assert [offer.safe for offer in offers] == [False]


@pytest.mark.parametrize("error", ["", " OSError", " (ValueError, FileNotFoundError)", " Exception as e"])
def test_an_answer_is_read_where_a_missing_program_is_caught(bench: Any, error: str) -> None:
    code = "import subprocess\n\ntry:\n    x = subprocess.run({}).stdout\nexcept{}:\n    x = stop()\n"
    (offer,) = (each for each in bench.offers(code.format("'git -v', shell=True", error)))
    assert offer.text == code.format("['git', '-v']", error)


@pytest.mark.parametrize(
    ("command", "listed"),
    [("'ls -l /tmp'", "['ls', '-l', '/tmp']"), ("f'ls -l {name}'", "['ls', '-l', str(name)]"), ("name + ' x'", None)],
)
def test_a_command_that_the_statement_above_makes(bench: Any, command: str, listed: str | None) -> None:
    code = "import subprocess\n\n\ndef f(name):\n    cmd = {}\n    subprocess.run(cmd, {}check=True)\n"
    offers = [each.text for each in bench.offers(code.format(command, "shell=True, "))]
    assert offers == ([code.format(listed, "")] if listed else [])
    read = code.format(command, "shell=True, ") + "    print(cmd)\n"
    assert bench.offers(read) == []


def test_a_text_that_is_put_in_stays_a_text(bench: Any) -> None:
    (offer, *_) = bench.offers("import os\n\nos.system('/bin/ls %s' % ('something',))\n")
    assert "['/bin/ls', 'something']" in offer.text


SPLIT = {
    "a flag or nothing": (
        "    quiet = '--quiet' if folder else ''\n    subprocess.call(f'ls {path} {quiet}', shell=True)\n",
        "['ls', str(path), *quiet.split()]",
    ),
    "options with data": (
        "    limit = f'-n {folder}' if folder else ''\n    subprocess.call(f'ls {limit} {path}', shell=True)\n",
        "['ls', *shlex.split(limit), str(path)]",
    ),
    "arguments": ("    subprocess.call(f'ls {path} {args}', shell=True)\n", "['ls', str(path), *shlex.split(args)]"),
    "options with a text by default": (
        "    subprocess.call(f'ls {path} {options}', shell=True)\n",
        "['ls', str(path), *shlex.split(options)]",
    ),
}


@pytest.mark.parametrize(("code", "listed"), SPLIT.values(), ids=SPLIT.keys())
def test_a_value_that_holds_options_or_nothing_is_split_as_a_shell_does(bench: Any, code: str, listed: str) -> None:
    (offer,) = bench.offers(f"import subprocess\n\n\ndef f(path, folder, args, options=''):\n{code}")
    assert f"subprocess.call({listed})\n" in offer.text
    assert ("import shlex\n" in offer.text) == ("shlex" in listed)
    assert offer.title.endswith("each value one argument, options split at blanks")
    assert len(offer.title) <= 100


UNSURE = {
    "a redirection or nothing": "    out = '' if folder else '> /dev/null'\n    subprocess.call(f'ls {path} {out}', shell=True)\n",
    "a flag or anything": "    quiet = '--quiet' if folder else path.text\n    subprocess.call(f'ls {path} {quiet}', shell=True)\n",
    "options or none": "    subprocess.call(f'ls {path} {options}', shell=True)\n",
    "a list of options": "    subprocess.call(f'ls {path} {flags}', shell=True)\n",
    "all that is given": "    subprocess.call(f'ls {path} {opts}', shell=True)\n",
    "several words": "    more = f'-l {number}'\n    subprocess.call(f'ls {path} {more}', shell=True)\n",
    "arguments that are no word": "    subprocess.call(f'ls {path}{args}', shell=True)\n",
    "arguments for an interpreter": "    subprocess.call(f'bash {args}', shell=True)\n",
    "arguments said to be a text": "    subprocess.call(f'ls {path} {more}', shell=True)\n",
    "an attribute": "    subprocess.call(f'ls {path} {args.options}', shell=True)\n",
    "a name given several words": "    path = '-l /tmp'\n    subprocess.call(f'ls {path}', shell=True)\n",
}


@pytest.mark.parametrize("code", UNSURE.values(), ids=UNSURE.keys())
def test_a_value_that_may_be_none_or_several_arguments_is_left(bench: Any, code: str) -> None:
    text = f"import subprocess\n\n\ndef f(path, folder, number, args, more: str, flags: list, *opts, options=None):\n{code}"
    assert "INJ-003" in bench.rules(text)
    assert bench.offers(text) == []


SURE = {
    "one word or another": ("    task = 'total' if number else 'body'\n", "{task}", "task"),
    "a path that is put together": ("    out = folder / 'a.nii'\n", "{out}", "str(out)"),
    "a path written there": ("", "{folder / 'a.nii'}", 'str(folder / "a.nii")'),
    "a text of a path": ("    out = str(folder)\n", "{out}", "out"),
    "made a text there": ("", "{str(path)}", "str(path)"),
    "in quotes of the shell": ("", "'{args}'", "str(args)"),
}


@pytest.mark.parametrize(("above", "field", "argument"), SURE.values(), ids=SURE.keys())
def test_a_value_that_is_surely_one_argument(bench: Any, above: str, field: str, argument: str) -> None:
    code = f"import subprocess\n\n\ndef f(path, folder, number, args):\n{above}    subprocess.call({{}})\n"
    (offer,) = bench.offers(code.format(f'f"ls {field}", shell=True'))
    assert offer.text == code.format(f'["ls", {argument}]')


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_lines_that_are_laid_out_end_as_the_others(bench: Any, end: str) -> None:
    command = " ".join(["word-number"] * 9)
    code = f"import subprocess{end}{end}{end}def f():{end}    subprocess.check_call('{command}', shell=True){end}"
    (offer,) = bench.offers(code)
    assert offer.text.count(end) == code.count(end) + 13 - 1
    assert set(offer.text.replace(end, "")).isdisjoint("\r\n")


def test_a_list_that_is_too_long_for_a_line_is_laid_out(bench: Any) -> None:
    words = [f"word-number-{number}" for number in range(9)]
    code = "import subprocess\n\n\ndef f():\n    subprocess.check_call({})\n"
    (offer,) = bench.offers(code.format(f'"{" ".join(words)}", cwd="/", shell=True'))
    listed = "".join(f'            "{word}",\n' for word in words)
    assert offer.text == code.format(f'\n        [\n{listed}        ],\n        cwd="/",\n    ')
    (offer,) = bench.offers(code.format(f'"{" ".join(words[:5])}", shell=True'))
    listed = ", ".join(f'"{word}"' for word in words[:5])
    assert offer.text == code.format(f"\n        [{listed}]\n    ")


CHAINED = {
    "given a name": (
        "    value = {}.split(' ')[-1]\n",
        "    value = (\n        {}\n        .stdout.strip()\n        .split(' ')[-1]\n    )\n",
    ),
    "returned": (
        "    return {}.split(' ')\n",
        "    return (\n        {}\n        .stdout.strip()\n        .split(' ')\n    )\n",
    ),
    "handed on": (
        "    value = float({}.split(' ')[-1])\n",
        "    value = float(\n        {}\n        .stdout.strip()\n        .split(' ')[-1]\n    )\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), CHAINED.values(), ids=CHAINED)
def test_a_chain_of_calls_is_parted_before_its_dots(bench: Any, before: str, after: str) -> None:
    head = "import {}\n\n\ndef read_memory():\n"
    (offer,) = bench.offers(head.format("os") + before.format("os.popen('sysctl hw.memsize').read().strip()"))
    keywords = "stdout=subprocess.PIPE, text=True, check=False"
    run = f"subprocess.run(\n            ['sysctl', 'hw.memsize'], {keywords}\n        )"
    assert offer.text == head.format("os\nimport subprocess") + after.format(run)


def test_one_call_on_what_a_program_wrote_stays_behind_it(bench: Any) -> None:
    code = "import os\n\n\ndef read_memory():\n    return os.popen('sysctl hw.memsize hw.physicalcpu').read().strip()\n"
    (offer,) = bench.offers(code)
    assert offer.text.endswith("    ).stdout.strip()\n")


def test_a_text_from_within_another_is_quoted_as_the_rest(bench: Any) -> None:
    code = "import subprocess\n\n\ndef f(folder):\n    subprocess.check_call({})\n"
    (offer,) = bench.offers(code.format("""f"ls {folder / 'a.nii'} x", shell=True"""))
    assert offer.text == code.format('["ls", str(folder / "a.nii"), "x"]')
