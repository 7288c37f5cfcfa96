"""A command run by a shell to a program started from a list of arguments."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from attrs import frozen

from aseptic.replacements.arguments import Arguments, arguments_of, is_literal, keyword_of, spread
from aseptic.replacements.checked_program import is_passed_over, may_fail
from aseptic.replacements.command import PROGRAMS, quote_of, quoted, split, words
from aseptic.replacements.exit_status import may_be_code
from aseptic.replacements.filled_command import Filled, filled_words
from aseptic.replacements.interpreters import interprets
from aseptic.replacements.laid_out import laid_out
from aseptic.replacements.naming import module_written, renamed
from aseptic.replacements.query import given_above
from aseptic.replacements.replacement import Import, Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit, Span

_STARTERS = frozenset({"run", "call", "check_call", "check_output", "Popen"})
_CHECKED = frozenset({"check_call", "check_output"})
_ANSWERS = frozenset({"run", "call"})
_MISSING = re.compile(r"\b(?:FileNotFoundError|OSError|EnvironmentError|IOError|Exception|BaseException)\b")
_TITLE = "Run it without a shell: "


@frozen(eq=False)
class _Plain:
    """A call whose command is plain words."""

    site: Site
    call: ast.Call
    layout: Arguments
    command: Edit
    """Puts the list in the command's place."""
    quote: str
    constant: bool
    """Whether no data stands in the command."""
    program: str
    imports: tuple[Import, ...] = ()
    splits: bool = False
    """Whether a value holds several arguments."""

    def titled(self, what: str, note: str = "") -> str:
        """Return a title with a note, in whose place the data is spoken of where there is any."""
        data = f", each value one argument{', options split at blanks' if self.splits else ''}"
        return f"{_TITLE}{what}{note if self.constant else data}"


def shell_to_list(site: Site, call: ast.Call) -> Replacement | None:
    """Give the command as a list; None unless it is plain words, perhaps with values between, that need no shell."""
    threaded = site.called == "asyncio.to_thread" and bool(call.args)
    module, _, name = (site.meaning(call.args[0]) if threaded else site.called).rpartition(".")
    if module == "subprocess" and name in _STARTERS:
        plain = _plain(site, call, "args", first=int(threaded))
        return _without_shell(plain, name) if plain else _listed(site, call, name)
    make = _SINGLE.get(site.called)
    if make is None or len(call.args) + len(call.keywords) != 1:
        return None
    plain = _plain(site, call, "cmd" if name != "system" else "command")
    return plain and make(plain)


def _plain(site: Site, call: ast.Call, keyword: str, first: int = 0) -> _Plain | None:
    given = keyword_of(call, keyword)
    literal = call.args[first] if len(call.args) > first else given and given.value
    literal = given_above(site, call, literal) if isinstance(literal, ast.Name) else literal
    layout = arguments_of(site, call)
    if layout is None or literal is None or spread(call):
        return None
    parts, quote = words(site, literal), quote_of(site, literal)
    filled = filled_words(site, literal, quote) if parts is None else Filled([quoted(part, quote) for part in parts])
    if filled is None or "#" in site.text_of(literal):
        return None
    command = Edit(site.parsed.span(literal), f"[{', '.join(filled.words)}]")
    program = parts[0] if parts else ""
    return _Plain(site, call, layout, command, quote, parts is not None, program, filled.imports, filled.splits)


def _listed(site: Site, call: ast.Call, name: str) -> Replacement | None:
    """Drop the shell of a command that is a list already: of that it took the first for the command, and no more.

    None where a failure is passed over: what never worked, and nobody missed, would be done from now on.
    """
    layout, shell = arguments_of(site, call), keyword_of(call, "shell")
    match call.args[:1]:
        case [ast.List(elts=[ast.Constant(value=str(program)), *values])] if split(program) == [program]:
            pass
        case _:
            return None
    words = [program, *(each.value if _is_text(each) else "" for each in values if isinstance(each, ast.Constant))]
    started = interprets([str(each) for each in words], lambda _: True)
    if layout is None or shell is None or started or spread(call) or not is_literal(shell.value, True):
        return None
    if keyword_of(call, "executable") or any(isinstance(each, ast.Starred) for each in values):
        return None
    if is_passed_over(site, call, or_logged=True) or (name in _ANSWERS and not _awaits_no_program(site, call, name)):
        return None
    note = "so that the program gets its arguments" if values else "which raises if there is no such program"
    return Replacement(f"{_TITLE}subprocess.{name}([...]), {note}", layout.dropped(shell))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _without_shell(plain: _Plain, name: str) -> Replacement | None:
    shell = keyword_of(plain.call, "shell")
    if shell is None or not (isinstance(shell.value, ast.Constant) and shell.value.value):
        return None
    if keyword_of(plain.call, "executable"):
        return None  # it names the shell to use, and would become the program to run
    if name in _ANSWERS and not _awaits_no_program(plain.site, plain.call, name):
        return None  # what a shell answers for a program that is missing would be an error
    edits = laid_out(plain.site, (plain.command, *plain.layout.dropped(shell)))
    if edits is None:
        return None
    safe = plain.constant and _fails_loudly(plain, name)
    title = plain.titled(f"subprocess.{name}([...])", "" if safe else ", which raises if there is no such program")
    return Replacement(title, edits, plain.imports, safe=safe)


def _fails_loudly(plain: _Plain, name: str) -> bool:
    """Whether a program that is one for sure, and that is missing, raised before, too, and nobody near awaits that."""
    near = any(isinstance(each, ast.Try | ast.TryStar) for each in plain.site.above(plain.call))
    return plain.program in PROGRAMS and _is_checked(plain.call, name) and not near


def _is_checked(call: ast.Call, name: str) -> bool:
    check = keyword_of(call, "check")
    return name in _CHECKED or (check is not None and is_literal(check.value, True))


def _awaits_no_program(site: Site, call: ast.Call, name: str) -> bool:
    """Whether nobody looks at the answer of a call that fails, or the error for a missing program is caught."""
    outer = site.parsed.parents.get(call)
    match site.parsed.parents.get(outer) if isinstance(outer, ast.Await) else outer:
        case ast.Expr() | ast.Assign(targets=[ast.Name(id="_")]):
            unread = True
        case _:
            unread = False
    return unread or _is_checked(call, name) or any(_catches(site, each) for each in site.above(call))


def _catches(site: Site, node: ast.AST) -> bool:
    handlers = node.handlers if isinstance(node, ast.Try | ast.TryStar) else []
    return any(each.type is None or _MISSING.search(site.text_of(each.type)) for each in handlers)


def _system(plain: _Plain) -> Replacement | None:
    if isinstance(plain.site.parsed.parents.get(plain.call), ast.Expr):
        return _checked(plain, ", which raises when it fails")
    if not may_be_code(plain.site, plain.call):
        return None  # `status >> 8` and its like work on the status, and `returncode` is the code itself
    return _run(plain, "check=False", ".returncode", "subprocess.run([...]).returncode", ", the exit code itself")


def _popen(plain: _Plain) -> Replacement | None:
    if _read(plain) is not None:
        return _getoutput(plain)
    if not isinstance(plain.site.parsed.parents.get(plain.call), ast.Expr):
        return None
    return _checked(plain, ", which waits for its end")


def _checked(plain: _Plain, note: str) -> Replacement | None:
    """Let a program that fails raise, where a failure is anything to stop for."""
    if may_fail(plain.site, plain.call) or is_passed_over(plain.site, plain.call):
        return _run(plain, "check=False", "", "subprocess.run([...], check=False)", ", which goes on when it fails")
    return _run(plain, "check=True", "", "subprocess.run([...], check=True)", note)


def _read(plain: _Plain) -> ast.Call | None:
    """Return the call that reads all that a program writes; None where it is read otherwise."""
    parents = plain.site.parsed.parents
    match parents.get(outer) if isinstance(outer := parents.get(plain.call), ast.Attribute) else None:
        case ast.Call(func=ast.Attribute(attr="read"), args=[], keywords=[]) as read:
            return read
        case _:
            return None


def _getoutput(plain: _Plain) -> Replacement | None:
    module, read = module_written(plain.site, "subprocess"), _read(plain)
    if module is None:
        return None
    errors = "" if read else f"stderr={module.text}.STDOUT, "
    keywords = f"stdout={module.text}.PIPE, {errors}text=True, check=False"
    end = ".stdout" if read else f".stdout.removesuffix({quoted(chr(10), plain.quote)})"
    return _run(plain, keywords, end, "subprocess.run([...]).stdout", ", which raises if there is no such program")


_SINGLE: dict[str, Callable[[_Plain], Replacement | None]] = {
    "os.system": _system,
    "os.popen": _popen,
    "subprocess.getoutput": _getoutput,
}


def _run(plain: _Plain, keywords: str, after: str, what: str, note: str = "") -> Replacement | None:
    """Make the call one of `subprocess.run` with these keywords, and write `after` behind it."""
    new = renamed(plain.site, plain.call, "subprocess.run")
    if new is None:
        return None
    name, imports = new
    argument = plain.layout.each[0]
    command = plain.command
    if isinstance(argument.node, ast.keyword):
        command = Edit(argument.span, command.text)  # `command=` is a keyword that `run` does not know
    end = plain.site.parsed.span(plain.call).end
    read = _read(plain) if after else None
    behind = [Edit(Span(end, plain.site.parsed.span(read).end if read else end), after)] if after else []
    edits = laid_out(plain.site, (name, command, *plain.layout.added(keywords), *behind))
    return None if edits is None else Replacement(plain.titled(what, note), edits, (*imports, *plain.imports))
