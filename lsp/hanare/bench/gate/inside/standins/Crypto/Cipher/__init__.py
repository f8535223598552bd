"""Stands in for PyCryptodome."""  # noqa: N999  its name
