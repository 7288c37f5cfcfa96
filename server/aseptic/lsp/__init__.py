"""The only room that knows the protocol: translation and nothing else."""
