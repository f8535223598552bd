"""Hanare: an offline coding assistant for any editor that speaks LSP."""

__version__ = "0.1.0"
