"""The ledger: the append-only history of findings. Pure: what reads and writes its file is `analysis/ledgers/bookkeeping`."""
