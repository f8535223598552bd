"""Fixes that a model writes. Nothing of it is believed: what is offered is verified."""
