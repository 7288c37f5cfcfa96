"""The sieve before parsing: what each detector needs, and whether a chunk's text can hold it.

`need` says what a need is, `rule_needs` and `bandit_needs` yield them, `reading` is a text as they look at it, and
`filter` brings both together.
"""
