"""Reports for the auditor and for other tools, from values alone."""
