"""What a project's records and its ledger say of the findings of one document."""
