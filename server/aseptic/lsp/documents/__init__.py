"""What the client tells: documents, notebooks, folders and settings come, change and go."""
