"""Stands in for Flask: views are called by the test, which sets `request` beforehand."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any


class HTTPException(Exception):  # noqa: N818  Flask's name
    """What `abort` raises."""

    def __init__(self, code: int, description: str = "") -> None:
        super().__init__(description)
        self.code = code
        self.description = description


class Upload(io.BytesIO):
    """A file in a form."""

    def __init__(self, filename: str, data: bytes) -> None:
        super().__init__(data)
        self.filename = filename

    def save(self, dst: str) -> None:
        """Write it to a file."""
        with open(dst, "wb") as file:  # noqa: PTH123
            file.write(self.getvalue())


class Request:
    """The request that is being answered."""

    def __init__(self) -> None:
        self.method = "GET"
        self.args: dict[str, str] = {}
        self.form: dict[str, str] = {}
        self.files: dict[str, Upload] = {}
        self.headers: dict[str, str] = {}
        self.cookies: dict[str, str] = {}
        self.json: Any = None
        self.host = "app.example.com"
        self.host_url = "https://app.example.com/"
        self.is_secure = True

    def get_json(self, **_: Any) -> Any:
        """Return the body, parsed."""
        return self.json


request = Request()
session: dict[str, Any] = {}


class Response:
    """An answer."""

    def __init__(
        self,
        response: Any = "",
        status: int = 200,
        headers: dict[str, str] | None = None,
        mimetype: str = "text/html",
        **_: Any,
    ) -> None:
        self.data = response
        self.status_code = status
        self.headers = {"Content-Type": mimetype} | (headers or {})
        self.made_cookies: SimpleCookie = SimpleCookie()

    @property
    def location(self) -> str | None:
        """Where a redirection leads to."""
        return self.headers.get("Location")

    def get_data(self, as_text: bool = False) -> Any:
        """Return the body."""
        return str(self.data) if as_text else str(self.data).encode()

    def set_cookie(
        self,
        key: str,
        value: str = "",
        max_age: Any = None,
        expires: Any = None,
        path: str = "/",
        domain: str | None = None,
        secure: bool = False,
        httponly: bool = False,
        samesite: str | None = None,
    ) -> None:
        """Set a cookie, as unprotected as it is asked for."""
        self.made_cookies[key] = value
        made = self.made_cookies[key]
        made["path"] = path
        made["secure"] = secure
        made["httponly"] = httponly
        made["samesite"] = samesite or ""


class Flask:
    """An application that nobody serves."""

    def __init__(self, import_name: str, **_: Any) -> None:
        self.name = import_name
        self.config: dict[str, Any] = {}
        self.secret_key: Any = None
        self.debug = False
        self.runs: list[dict[str, Any]] = []

    def route(self, rule: str, **_: Any) -> Callable[[Any], Any]:
        """Leave the view as it is."""
        return lambda view: view

    get = post = put = delete = errorhandler = route

    def after_request(self, function: Any) -> Any:
        """Leave the function as it is."""
        return function

    before_request = after_request

    def run(
        self, host: str = "127.0.0.1", port: int = 5000, debug: Any = None, **options: Any
    ) -> None:
        """Write down how the application would be served."""
        self.runs.append(
            {"host": host, "port": port, "debug": self.debug if debug is None else debug, **options}
        )


def make_response(*args: Any) -> Response:
    """Make a response of what a view may return."""
    body, *rest = args or ("",)
    made = body if isinstance(body, Response) else Response(body)
    for each in rest:
        if isinstance(each, int):
            made.status_code = each
        else:
            made.headers.update(each)
    return made


def jsonify(*args: Any, **fields: Any) -> Response:
    """Answer with JSON."""
    value = fields or (args[0] if len(args) == 1 else list(args))
    return Response(json.dumps(value), mimetype="application/json")


def redirect(location: str, code: int = 302) -> Response:
    """Redirect."""
    return Response("", code, {"Location": location})


def abort(code: int, description: str = "", **_: Any) -> None:
    """Answer with an error."""
    raise HTTPException(code, description)


def url_for(endpoint: str, **values: Any) -> str:
    """Return the path of a view."""
    return f"/{endpoint}" if endpoint != "index" else "/"


def escape(value: Any) -> Any:
    """Escape for HTML."""
    from markupsafe import escape as real

    return real(value)


def render_template_string(source: str, **context: Any) -> str:
    """Render a template; names in it are escaped, as in Flask."""
    from jinja2 import Environment

    return Environment(autoescape=True).from_string(source).render(request=request, **context)
