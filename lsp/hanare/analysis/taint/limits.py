"""How much work one text may cause: hostile code must not take longer than its length explains."""

from __future__ import annotations

DEEPEST = 90
"""Statements and expressions within each other. CPython allows 100 indented blocks."""
MOST_STEPS_PER_FUNCTION = 50_000
"""Expressions and statements that are looked at in one function, repetitions included."""
MOST_STEPS = 400_000
"""The same in one text."""
MOST_NAMES = 400
"""Variables that are kept apart in one function; of later ones nothing is known."""
MOST_ITEMS = 32
"""Items of one variable that are known apart from each other."""
MOST_TAINTS = 6
"""Sources that one value is known to come from."""
MOST_USES = 24
"""Harmful uses of its parameters that one function is known for."""
LONGEST_TRAIL = 12
"""Stations between source and sink that are told."""
LONGEST_HEAD = 160
"""Characters that are known of how a text begins."""
DEEPEST_REPETITION = 3
"""Loops within each other that are gone through twice; those further in once."""
MOST_DETECTIONS = 500
"""Findings in one text."""
LONGEST_NAME = 100
"""Characters of a dotted name that is looked up as a whole."""
