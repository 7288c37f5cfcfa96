"""What the client is told without asking: findings, how the server is, how far a work is."""
