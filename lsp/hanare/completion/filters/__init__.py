"""What is wrong with a raw answer, mended, or the answer dropped: each rule is a pure function.

`apply` runs `RULES` on the model's text at one cursor (`Around`).
"""

from hanare.completion.filters.around import Around
from hanare.completion.filters.pipeline import RULES, Filtered, Rule, Step, apply

__all__ = ["RULES", "Around", "Filtered", "Rule", "Step", "apply"]
