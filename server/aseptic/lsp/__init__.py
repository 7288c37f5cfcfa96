"""The only room that knows the protocol: translation and nothing else."""

from aseptic.lsp.wire.slim_types import import_types

import_types()
