"""Where a loud test of bandit's matters: each narrowing keeps a finding or lets it go.

A narrowing sees the node that the test fired on, the test's text and the subject. Names of secrets follow the
words that bandit itself looks for; everything else is judged by shape alone, so that an answer never depends on
what stands in another chunk.
"""
