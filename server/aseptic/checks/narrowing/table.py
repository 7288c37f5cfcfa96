"""What each word of a rule's `narrows:` means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.narrowing.archive import tar_archive
from aseptic.checks.narrowing.asserted import guard
from aseptic.checks.narrowing.drawn import security_value
from aseptic.checks.narrowing.failure import lost_work
from aseptic.checks.narrowing.hub import from_hub
from aseptic.checks.narrowing.markup import raw_markup
from aseptic.checks.narrowing.pickled import foreign_pickle
from aseptic.checks.narrowing.place import bound_address, opened_path
from aseptic.checks.narrowing.program import variable_argument, variable_program
from aseptic.checks.narrowing.query import reaches_query
from aseptic.checks.narrowing.secret import plausible_secret
from aseptic.standard.detect import To

Narrow = Callable[[Any, str, Subject], bool]

NARROWINGS: Mapping[To, Narrow] = {
    To.SECURITY_VALUE: security_value,
    To.PLAUSIBLE_SECRET: plausible_secret,
    To.REACHES_QUERY: reaches_query,
    To.BOUND_ADDRESS: bound_address,
    To.OPENED_PATH: opened_path,
    To.VARIABLE_ARGUMENT: variable_argument,
    To.VARIABLE_PROGRAM: variable_program,
    To.TAR_ARCHIVE: tar_archive,
    To.GUARD: guard,
    To.LOST_WORK: lost_work,
    To.RAW_MARKUP: raw_markup,
    To.FOREIGN_PICKLE: foreign_pickle,
    To.FROM_HUB: from_hub,
}
