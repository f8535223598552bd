"""Static security analysis: findings, the engines that make them, and what is said about them.

Level 2: imports `text`, `config`, `syntax` and `observe`; no engine's types leave it. Verdicts
come from here, never from a language model.
"""
