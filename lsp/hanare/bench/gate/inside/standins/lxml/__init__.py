"""Stands in for lxml: see `lxml.etree`."""
