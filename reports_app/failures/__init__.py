"""Questions whose answer is a judgement: what stands open, what was healed, how often things go wrong.

The figures are moved in the sync's transaction (standings, day_counts) and can be proven by a recount.
"""
