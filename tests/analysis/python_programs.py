"""Small programs made at random of what binds names, and what Python itself calls when it runs them."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from random import Random

from attrs import define, field

_NAMES = ("eval", "foo", "bar")
_VALUES = (*_NAMES, "len", "eval")
_RUNS = 300
"""Ways through a program beyond which not all of them are gone."""
_ASKED = 24
"""Answers after which every condition is false, so that all loops end."""


@define
class Program:
    """A program that is being written, of some kinds of statements."""

    random: Random
    kinds: frozenset[str]
    lines: list[str] = field(factory=list[str])
    functions: int = 0

    @classmethod
    def of(cls, seed: int, kinds: str) -> Program:
        """Write the program that a seed stands for."""
        made = cls(Random(f"{kinds} {seed}"), frozenset(kinds.split()), ["foo = len", "bar = len"])
        for _ in range(made.random.randint(2, 5)):
            made.statement(0, 0, "module")
        made.call(0)
        made.lines += ["for each in later * 2:", "    whatever(each)"] if "def" in made.kinds else []
        return made

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def write(self, depth: int, line: str) -> None:
        self.lines.append("    " * depth + line)

    def name(self) -> str:
        return self.random.choice(_NAMES)

    def value(self) -> str:
        return self.random.choice(_VALUES)

    def call(self, depth: int) -> None:
        self.write(depth, f"{self.name()}({len(self.lines)})")

    def block(self, depth: int, within: str, often: int = 3) -> None:
        for _ in range(self.random.randint(1, often)):
            if "try" in within:
                self.write(depth, "perhaps()")
            self.statement(depth, depth, within)

    def sometimes(self, depth: int, head: str, within: str, chance: float) -> None:
        if self.random.random() < chance:
            self.write(depth, head)
            self.block(depth + 1, within)

    def statement(self, depth: int, level: int, within: str) -> None:
        """Write a statement among others, at a level of blocks, within what: a module, `def`, `class`, and `try`."""
        kinds = [*["assign", "call"] * 4, "pair", *self.kinds & {"del", "walrus", "annotation"}]
        if level < 3:
            kinds += ["if", "if", *self.kinds & {"try", "for", "while", "match", "with", "def", "class"}]
        getattr(self, f"_{self.random.choice(sorted(kinds))}")(depth, within)

    def _assign(self, depth: int, _: str) -> None:
        self.write(depth, f"{self.name()} = {self.value()}")

    def _call(self, depth: int, _: str) -> None:
        self.call(depth)

    def _pair(self, depth: int, _: str) -> None:
        self.write(depth, f"{self.name()}, {self.name()} = {self.value()}, {self.value()}")

    def _del(self, depth: int, _: str) -> None:
        self.write(depth, f"del {self.name()}")

    def _walrus(self, depth: int, within: str) -> None:
        forms = ["({0} := {1})", "asked() and ({0} := {1})", "[({0} := {1}) for _ in '1' if asked()]"]
        form = self.random.choice(forms[:2] if "class" in within else forms)
        self.write(depth, form.format(self.name(), self.value()))

    def _annotation(self, depth: int, _: str) -> None:
        self.write(depth, f"{self.name()}: object" + self.random.choice(["", f" = {self.value()}"]))

    def _if(self, depth: int, within: str) -> None:
        walrus = "walrus" in self.kinds and self.random.random() < 0.3
        self.write(depth, f"if ({self.name()} := {self.value()}) and asked():" if walrus else "if asked():")
        self.block(depth + 1, within)
        self.sometimes(depth, "elif asked():", within, 0.3)
        self.sometimes(depth, "else:", within, 0.6)

    def _try(self, depth: int, within: str) -> None:
        self.write(depth, "try:")
        self.block(depth + 1, f"{within} try", 2)
        self.write(depth + 1, "perhaps()")
        last = self.random.random() < 0.3
        inside = f"{within} try" if last else within
        self.write(
            depth, "except ValueError:" if self.random.random() < 0.7 else f"except ValueError as {self.name()}:"
        )
        self.block(depth + 1, inside, 2)
        self.sometimes(depth, "else:", inside, 0.3)
        if last:
            self.write(depth, "finally:")
            self.block(depth + 1, within, 2)

    def _for(self, depth: int, within: str) -> None:
        self.write(depth, f"for {self.name()} in ({self.value()}, {self.value()}):")
        self.block(depth + 1, within)
        self.sometimes(depth + 1, "if asked():", within, 0.3)
        self.write(depth + 1, self.random.choice(["pass", "if asked(): break", "if asked(): continue"]))
        self.sometimes(depth, "else:", within, 0.1)

    def _while(self, depth: int, within: str) -> None:
        self.write(depth, "while asked():")
        self.block(depth + 1, within)

    def _match(self, depth: int, within: str) -> None:
        self.write(depth, "match asked():")
        self.write(depth + 1, "case True:")
        self.block(depth + 2, within)
        self.sometimes(depth + 1, "case _:", within, 0.6)

    def _with(self, depth: int, within: str) -> None:
        self.write(depth, "with held():")
        self.block(depth + 1, within)

    def _def(self, depth: int, within: str) -> None:
        self.functions += 1
        name, parameter = f"fn{self.functions}", self.random.choice(["", "", *_NAMES])
        self.write(depth, f"def {name}({parameter}{f'={self.value()}' if parameter else ''}):")
        shared = self.random.choice([each for each in _NAMES if each != parameter])
        if self.random.random() < 0.25:
            self.write(depth + 1, f"global {shared}")
        self.block(depth + 1, "def")
        self.write(depth, f"whatever({name})" if "def" in within else f"later.append({name})")

    def _class(self, depth: int, _: str) -> None:
        self.functions += 1
        self.write(depth, f"class K{self.functions}:")
        self.block(depth + 1, "class")


class _Held:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


class _Error(ValueError):
    def __call__(self, line: int) -> None:
        """Be called by the name that a handler gives it."""


def truth(program: str) -> tuple[set[int], set[int], bool]:
    """Return the lines that called `eval`, those that called `len`, and whether all ways were gone to their end."""
    evaluated, measured, whole = set[int](), set[int](), True
    code = compile(program, "program", "exec")
    for runs, answers in enumerate(_ways(partial(_run, code, evaluated, measured))):
        whole = whole and answers
        if runs == _RUNS:
            return evaluated, measured, False
    return evaluated, measured, whole


def _ways(run: Callable[[Sequence[bool]], tuple[int, bool]]) -> Iterator[bool]:
    """Run with every row of answers, telling whether it came to its end; an answer that is not given is no."""
    waiting: list[tuple[bool, ...]] = [()]
    while waiting:
        answers = waiting.pop(0)
        asked, ended = run(answers)
        yield ended
        waiting += [(*answers, *[False] * more, True) for more in range(min(asked, _ASKED) - len(answers))]


def _run(code: object, evaluated: set[int], measured: set[int], answers: Sequence[bool]) -> tuple[int, bool]:
    asked = 0

    def ask() -> bool:
        nonlocal asked
        asked += 1
        return asked <= len(answers) and answers[asked - 1]

    def perhaps() -> None:
        if ask():
            raise _Error

    def whatever(function: Callable[[], object]) -> None:
        with suppress(NameError, RecursionError, ValueError):
            function()

    own = {**vars(builtins), "eval": evaluated.add, "len": measured.add}
    names = {"asked": ask, "perhaps": perhaps, "held": _Held, "whatever": whatever, "later": list[object]()}
    try:
        exec(code, {"__builtins__": {**own, **names}, "__name__": "program"})  # type: ignore[arg-type]
    except (NameError, ValueError):
        return asked, False
    return asked, True
