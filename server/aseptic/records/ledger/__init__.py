"""The ledger: the append-only history of findings. Pure: `analysis/ledgers/bookkeeping` reads and writes its file."""
