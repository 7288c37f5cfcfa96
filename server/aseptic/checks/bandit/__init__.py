"""Bandit, read from its own modules and run on one chunk. Nothing outside imports it; what its tests need for a finding
the sieve knows of one release (`sieve/bandit_needs`).
"""
