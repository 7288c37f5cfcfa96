"""The protocol's terms and ours: addresses, columns, findings, settings."""
