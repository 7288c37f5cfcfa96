"""Git, only read: history, signatures, who acts, and what is ignored. Nothing of the repository's own is executed."""
