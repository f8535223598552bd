"""Untrusted data in Python, followed from where they enter to where they do harm.

An abstract run of each function that matters, statement by statement, over a syntax tree that may
be of half-typed code. What it does not know:

- other files: a function that is not defined in the text gives back nothing untrusted, unless
  `knowledge.toml` says so;
- which item of a container is untrusted: if one is, all are, unless each was set by a constant key;
- what an object's attributes hold, but for those of `self` that a method of the class sets;
- what nests deeper than `limits.DEEPEST`, or what is left when `limits` ends the work:
  `Examination.complete` says whether that happened.
"""
