"""Deterministic quick fixes: changes that remove a finding and are right by rule.

`table` says which rule has which fix and is what the rest of the program calls. A fix is offered
only where the code around it is known to allow it; there is none for what a person must decide.
"""
