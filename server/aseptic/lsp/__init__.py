"""The only room that knows the protocol: translation and nothing else."""

from aseptic.lsp.lean import import_types

import_types()
