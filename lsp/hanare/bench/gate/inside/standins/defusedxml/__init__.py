"""Stands in for defusedxml: refuses what its parsers refuse."""


class DefusedXmlException(ValueError):  # noqa: N818  defusedxml's name
    """The document does what it must not."""


class EntitiesForbidden(DefusedXmlException):
    """It declares entities."""
