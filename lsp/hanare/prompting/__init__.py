"""Prompts from layouts."""
