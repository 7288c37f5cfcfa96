"""The rewrites by the names that rules give them, and the replacements of one finding."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aseptic.replacements.aware_time import aware_time
from aseptic.replacements.bound_parameters import bound_by, bound_by_name
from aseptic.replacements.checked_program import checked_program
from aseptic.replacements.closed_file import closed_file
from aseptic.replacements.comments import keeps_comments
from aseptic.replacements.constant_time import constant_time
from aseptic.replacements.declared import declared
from aseptic.replacements.definite import caught_by_name, made_in_one_step
from aseptic.replacements.django_query import extra_where, raw_sql
from aseptic.replacements.escaped_marks import escaped_marks
from aseptic.replacements.escaped_markup import escaped_markup
from aseptic.replacements.exist_ok import exist_ok
from aseptic.replacements.filter_data import filter_data
from aseptic.replacements.from_environment import secret_from_environment
from aseptic.replacements.gcm import gcm
from aseptic.replacements.http_call import add_timeout, verify_on
from aseptic.replacements.in_thread import in_thread
from aseptic.replacements.lazy_arguments import lazy_arguments
from aseptic.replacements.let_go import let_go
from aseptic.replacements.literal_value import literal_value
from aseptic.replacements.local_address import from_environment, only_local
from aseptic.replacements.local_files import local_files
from aseptic.replacements.logged import logged, logged_and_raised, noted
from aseptic.replacements.longer_key import longer_key
from aseptic.replacements.measured_archive import measured_archive
from aseptic.replacements.no_debugger import no_debugger
from aseptic.replacements.on_purpose import for_another_version
from aseptic.replacements.owner_only import owner_only
from aseptic.replacements.raised import raised
from aseptic.replacements.read_json import read_json
from aseptic.replacements.read_whole import read_whole
from aseptic.replacements.redacted import redacted
from aseptic.replacements.redacted_patient import redacted_patient
from aseptic.replacements.replacement import Replacement, Rewrite, on_call
from aseptic.replacements.required_variable import required_variable
from aseptic.replacements.secure_random import secure_random
from aseptic.replacements.sha256 import not_for_security, sha256
from aseptic.replacements.shared_folder import shared_folder
from aseptic.replacements.shell_to_list import shell_to_list
from aseptic.replacements.site import site_at
from aseptic.replacements.status_checked import status_checked
from aseptic.replacements.temporary_file import mkstemp, named_temporary_file
from aseptic.replacements.tls_context import newer_protocol, verifying_context
from aseptic.replacements.told_timeout import told_timeout
from aseptic.replacements.unfollowed import unfollowed
from aseptic.replacements.unprinted import unprinted
from aseptic.replacements.unsuppressed import unsuppressed
from aseptic.replacements.web import autoescape_on, debug_off
from aseptic.replacements.yaml_safe_load import yaml_safe_load
from aseptic.source.parse import Parsed
from aseptic.source.view import View
from aseptic.standard.finding import Finding
from aseptic.standard.remedy import Remedy, Rewriting

REWRITES: Mapping[str, tuple[Rewrite, ...]] = MappingProxyType(
    {
        "add-timeout": (on_call(add_timeout), on_call(told_timeout)),
        "autoescape-on": (on_call(autoescape_on),),
        "aware-time": (on_call(aware_time),),
        "bound-parameters": (bound_by_name, bound_by("?"), bound_by("%s")),
        "shared-folder": (on_call(shared_folder),),
        "checked-program": (on_call(checked_program),),
        "closed-file": (on_call(closed_file), on_call(read_whole)),
        "constant-time": (constant_time,),
        "debug-off": (on_call(debug_off),),
        "django-params": (on_call(raw_sql), on_call(extra_where)),
        "escaped-marks": (escaped_marks,),
        "escaped-markup": (on_call(escaped_markup),),
        "exist-ok": (on_call(exist_ok),),
        "filter-data": (on_call(filter_data),),
        "from-environment": (secret_from_environment,),
        "gcm": (on_call(gcm),),
        "in-thread": (on_call(in_thread),),
        "lazy-arguments": (on_call(lazy_arguments),),
        "literal-value": (on_call(literal_value),),
        "local-address": (from_environment, only_local),
        "local-files": (on_call(local_files),),
        "logged": (caught_by_name, made_in_one_step, let_go, logged, logged_and_raised, noted),
        "longer-key": (on_call(longer_key),),
        "measured-archive": (on_call(measured_archive),),
        "mkstemp": (on_call(named_temporary_file), on_call(mkstemp)),
        "newer-protocol": (on_call(newer_protocol),),
        "no-debugger": (on_call(no_debugger),),
        "owner-only": (owner_only,),
        "raised": (raised,),
        "read-json": (on_call(read_json),),
        "redacted": (redacted,),
        "redacted-patient": (redacted_patient,),
        "required-variable": (on_call(required_variable),),
        "secure-random": (on_call(secure_random),),
        "sha256": (on_call(sha256), on_call(not_for_security)),
        "shell-to-list": (on_call(shell_to_list),),
        "status-checked": (on_call(status_checked),),
        "unfollowed": (on_call(unfollowed),),
        "unprinted": (on_call(unprinted),),
        "unsuppressed": (on_call(unsuppressed),),
        "verify-on": (on_call(verify_on),),
        "verifying-context": (on_call(verifying_context),),
        "yaml-safe-load": (on_call(yaml_safe_load),),
    }
)
"""What a rule's `replace:` may name, with the alternatives to offer in their order."""


def rewrites_for(remedy: Remedy) -> tuple[Rewrite, ...]:
    """Return the rewrites for a rule's `replace:`; a dotted name is a function to call instead, () is unknown."""
    if isinstance(remedy, Rewriting):
        return (declared(remedy),)
    return REWRITES.get(remedy) or ((declared(Rewriting(call=remedy)),) if "." in remedy else ())


def replacements_for(
    finding: Finding,
    parsed: Parsed,
    view: View,
    module_names: Mapping[str, str] | None = None,
    owner: str = "",
    width: int = 0,
) -> tuple[Replacement, ...]:
    """Return the replacements of a finding, the one to prefer first.

    `parsed` and `view` are those of the finding's chunk. `module_names` says what every name at the module's
    level stands for ("" for the module's own things), so that an alias is found that the chunk does not use yet.
    `owner` is the class that the chunk is a member of, `width` the columns that the project's formatter gives a line.
    """
    if not finding.replace:
        return ()
    site = site_at(parsed, view, finding.node, finding.symbol, module_names, owner, width)
    if site is None:
        return ()
    made = (rewrite(site) for remedy in finding.replace for rewrite in rewrites_for(remedy))
    kept = (each for each in made if each and keeps_comments(parsed, each.edits, each.settled))
    found = tuple(dict.fromkeys(kept))
    if any(not each.safe for each in found) and for_another_version(site):
        return tuple(each for each in found if each.safe)
    return found
