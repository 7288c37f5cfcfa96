"""What a method is called on, as jedi reads it: sources and stubs alone, in this process, nothing of which is run.

jedi would import what it finds no source of. It may do so for Python's own modules only (`load_unsafe_extensions`),
and `confinement` holds the process to that.
"""

# jedi has no types for what it infers by; what comes from it is typed where it leaves this module.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false, reportPrivateUsage=false

from __future__ import annotations

import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jedi
from jedi.api.environment import InterpreterEnvironment
from jedi.inference import recursion
from jedi.inference.base_value import NO_VALUES
from jedi.inference.helpers import infer_call_of_leaf
from parso import cache as _parser_cache

from aseptic.analysis.imports.locations import found_below
from aseptic.analysis.inference.message import Question, Surroundings
from aseptic.analysis.inference.stubs import is_class
from aseptic.source.meaning import Meanings

_WIDER = frozenset({"socket.create_connection()"})
"""Functions whose result is of a class that has other uses, for which the rule is not meant."""
_PLAIN = frozenset({"builtins", "typing", "types", "_typeshed", "collections"})
"""Modules of types that everything is made of: a text is no path because `os.path.abspath` returns one."""
_LOOKED_AT = 300
"""How often jedi looks at parts of one function for one question, before it says that it knows nothing of them."""
_MOST = 8
"""Types beyond which one more makes no difference to anybody."""


def settle() -> None:
    """Tell jedi to keep nothing on disk, to run nothing, and to follow no parameter to its callers.

    Its parser would keep trees as pickles, and reading one back runs what it says. Even so it tends the folder that
    they would lie in, the user's cache, and fails where that cannot be: it is told of one that is not there.
    """
    jedi.settings.cache_directory = str(Path(jedi.__file__).parent / "nowhere")
    _parser_cache._load_from_file_system = _nothing
    _parser_cache._save_to_file_system = _nothing
    jedi.settings.allow_unsafe_interpreter_executions = False
    jedi.settings.dynamic_params = False
    jedi.settings.dynamic_params_for_other_modules = False


def _nothing(*_: Any, **__: Any) -> None:
    return None


class Types:
    """Types in one project's surroundings."""

    def __init__(self, around: Surroundings) -> None:
        own = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")]
        self._project = jedi.Project(
            around.root,
            sys_path=[*map(str, around.sources), *own, *map(str, around.libraries)],
            smart_sys_path=False,
            load_unsafe_extensions=False,
        )
        self._sources = around.sources
        self._libraries = (*around.libraries, *map(Path, own), Path(jedi.__file__).parent)
        self._names = around.banned
        self._known: dict[str, Mapping[str, Meanings]] = {}

    def text(self, path: Path, text: str, hidden: Sequence[Path] = ()) -> Text:
        """Return a text to ask about, as if there were no such files as the hidden ones."""
        script = self.script(text, path)
        for names in {names for each in hidden for names in self._imported_as(each)}:
            script._inference_state.module_cache.add(names, NO_VALUES)
        return Text(self, script)

    def script(self, text: str, path: Path | None = None) -> Any:
        """Return jedi's reading of a text."""
        return jedi.Script(text, path=path, project=self._project, environment=InterpreterEnvironment())

    def _imported_as(self, path: Path) -> Iterator[tuple[str, ...]]:
        """Yield the names by which a file can be imported, from any of the folders that are looked in."""
        inside = path.parent if path.stem == "__init__" else path.with_suffix("")
        for each in self._sources:
            if inside.is_relative_to(each) and inside != each:
                yield inside.relative_to(each).parts

    def is_own(self, path: Path | None) -> bool:
        """Say whether a file is one of the project's sources."""
        if path is None or any(path.is_relative_to(each) for each in self._libraries):
            return False
        return any(path.is_relative_to(each) for each in self._sources)

    def has(self, module: str) -> bool:
        """Say whether the project has a module of its own of this name."""
        return found_below(self._sources, module) is not None

    def named(self, full: str) -> Meanings:
        """Return how the rules write a class, besides its own full name: `sqlite3.connect()`."""
        top = full.partition(".")[0]
        if top not in self._known:
            self._known[top] = self._names_of(top)
        return tuple(dict.fromkeys((*self._known[top].get(full, ()), full)))

    def _names_of(self, top: str) -> Mapping[str, Meanings]:
        holders = dict.fromkeys(holder for name in self._names if (holder := name.rpartition(".")[0]))
        mine = [each for each in holders if each.partition(".")[0] == top and each not in _WIDER]
        imports = dict.fromkeys(module for each in mine for module in _modules(each))
        lines = [*(f"import {module}" for module in imports), *map(_instance, mine)]
        script = self.script("\n".join((*lines, "")))
        found: dict[str, list[str]] = {}
        for line, holder in enumerate(mine, len(imports) + 1):
            for value in _values(script, line, len(lines[line - 1]) - 1):
                if value.is_instance():
                    full = _full_name(value.py__class__())
                    if full.partition(".")[0] == top:
                        found.setdefault(full, []).append(holder)
        return {full: tuple(every) for full, every in found.items()}


class Text:
    """One text, as jedi reads it."""

    def __init__(self, types: Types, script: Any) -> None:
        self._types = types
        self._script = script
        self._hidden: dict[str, bool] = {}

    def answer(self, question: Question) -> Meanings:
        """Return what the attribute at the question's place is one of; nothing where that cannot be told."""
        found: dict[str, None] = {}
        for value in _before_dot(self._script, question.line + 1, question.column):
            found.update(dict.fromkeys(self._meanings(value, question.attribute)))
        return tuple(found)[:_MOST]

    @property
    def gave_up(self) -> bool:
        """Whether jedi left the last question at one of its limits; what it remembers of that is half of an answer."""
        state: Any = self._script._inference_state
        builtins = state.builtins_module.tree_node  # it may be looked at much more often
        if any(count > _LOOKED_AT and node is not builtins for node, count in state.inferred_element_counts.items()):
            return True
        return state.execution_recursion_detector._execution_count >= recursion.total_function_execution_limit

    def read(self) -> Iterator[Path]:
        """Yield the project's other files that were read so far."""
        cache: Any = self._script._inference_state.module_cache
        for values in cache._name_cache.values():
            for value in values:
                path: Path | None = value.py__file__() if hasattr(value, "py__file__") else None
                if path is not None and path != self._script.path and self._types.is_own(path):
                    yield path

    def _meanings(self, value: Any, attribute: str) -> Iterator[str]:
        if value.is_module():
            if not self._types.is_own(value.py__file__()):
                yield value.py__name__()
            return
        if not value.is_instance():
            return
        for each in value.py__class__().py__mro__():
            if self._types.is_own(each.get_root_context().py__file__()):
                if _defines(each, attribute):
                    return
                continue
            full = _full_name(each)
            if not self._is_hidden(full.partition(".")[0]):
                yield from self._types.named(full)
            return

    def _is_hidden(self, top: str) -> bool:
        """Whether a type of such a module says nothing: it is too plain, or the project has a module of that name.

        Stubs of Python's own modules tell of them by name alone, whatever hides them.
        """
        if top not in self._hidden:
            self._hidden[top] = top in _PLAIN or self._types.has(top)
        return self._hidden[top]


def _values(script: Any, line: int, column: int) -> Sequence[Any]:
    """Return what the expression that ends at a place is; lines count from 1."""
    leaf = script._module_node.get_leaf_for_position((line, column))
    return _inferred(script, leaf, leaf) if leaf is not None else ()


def _before_dot(script: Any, line: int, column: int) -> Sequence[Any]:
    """Return what stands before the attribute whose name begins at a place."""
    leaf = script._module_node.get_leaf_for_position((line, column + 1))
    dot = None if leaf is None or leaf.type != "name" else leaf.get_previous_leaf()
    if dot is None or dot.value != ".":
        return ()
    return _inferred(script, leaf, dot.get_previous_leaf())


def _inferred(script: Any, at: Any, leaf: Any) -> Sequence[Any]:
    """Ask jedi. It counts what it does for as long as a text is open, as if everything were one question."""
    script._inference_state.reset_recursion_limitations()
    script._inference_state.inferred_element_counts.clear()
    context = script._get_module_context().create_context(at)
    return tuple(infer_call_of_leaf(context, leaf))


def _defines(value: Any, attribute: str) -> bool:
    """Whether a class of the project's defines a method itself."""
    node = getattr(value, "tree_node", None)
    return node is not None and any(each.name.value == attribute for each in node.iter_funcdefs())


def _full_name(value: Any) -> str:
    names = value.get_qualified_names() or ()
    return ".".join((value.get_root_context().py__name__() or "", *names))


def _modules(holder: str) -> Iterator[str]:
    """Yield what may be modules of a name: `paho`, `paho.mqtt` and `paho.mqtt.client` of `paho.mqtt.client.Client`."""
    parts = holder.split(".")
    for end, part in enumerate(parts, 1):
        if part.endswith("()") or (is_class(part) and end > 1):
            return
        yield ".".join(parts[:end])


def _instance(holder: str) -> str:
    """Write an expression of what a name means: of a class one of its kind."""
    parts = holder.split(".")
    return ".".join(f"{part}()" if is_class(part) and at else part for at, part in enumerate(parts))
