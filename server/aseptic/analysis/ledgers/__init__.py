"""The ledger, written by one process at a time and held against its committed versions."""
