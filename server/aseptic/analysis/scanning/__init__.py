"""A whole tree looked at, by several processes and with what is known from runs before."""
