"""What a model says about code: explanations, and fixes in `fixes/`. The engines decide.

Pure: engines, indexes and the analysis are passed in, and the same answers lead to the same text.
"""
