"""What Requests raises."""


class RequestException(OSError):  # noqa: N818  Requests' name
    """Any failure of a request."""


class HTTPError(RequestException):
    """The server refused."""


class ConnectionError(RequestException):  # noqa: A001  Requests' name
    """No connection."""


class Timeout(RequestException):
    """No answer in time."""


class InvalidSchema(RequestException, ValueError):  # noqa: N818  Requests' name
    """Neither HTTP nor HTTPS."""
