"""What a model says about findings. Nothing of it is believed: what is offered is verified.

Pure: engines and the analysis are passed in, and the same answers lead to the same fixes.
"""
