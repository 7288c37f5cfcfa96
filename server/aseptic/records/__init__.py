"""The Markdown that people write under `security/`: read strictly, matched with findings, drafted. Only `shelf` reads files."""
