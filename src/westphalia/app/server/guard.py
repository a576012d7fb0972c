"""Who may ask the server, and how much: hosts, origins, sizes, and the headers of every answer.

The server simulates and writes run folders for whoever can reach it, so it answers only requests
made to a name it goes by (else any web page could reach it through a name of its own that points
here: DNS rebinding), and none that another site's page sends.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Names that mean this machine itself.
LOCAL = ("localhost", "127.0.0.1", "[::1]")
#: Among the names; with its spaces it can be nobody's host.
NUMBERS = "any address in numbers"
#: Bytes a request may send.
MOST_BYTES = 1_000_000
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
READS = ("GET", "HEAD")


class Guard:
    """ASGI middleware around everything the server does."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        """`hosts`: the names, without port, that the server goes by; NUMBERS for any address."""
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, _with_headers(send))
            return
        size = 0

        async def measured() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > MOST_BYTES:
                raise TooLarge
            return message

        try:
            await self._app(scope, measured, _with_headers(send))
        except TooLarge:
            await _too_large()(scope, receive, _with_headers(send))

    def _refused(self, scope: Scope) -> JSONResponse | None:
        """The answer to a request that is not let in; None if it is."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._goes_by(_name(host)):
            names = ", ".join(self._hosts)
            told = f"This server goes by {names} and answers no other name (see --name)."
            return _error(403, told)
        origin = headers.get("origin")
        own = {f"{scheme}://{host}" for scheme in ("http", "https")}
        if origin is not None and origin not in own:
            return _error(403, "Requests from another site's page are refused.")
        followed = scope["path"] == "/" and headers.get("sec-fetch-mode") == "navigate"  # a link
        site = headers.get("sec-fetch-site", "none")
        if origin is None and site not in ("none", "same-origin") and not followed:
            return _error(403, "Requests from another site's page are refused.")
        if scope["method"] not in READS:
            kind = headers.get("content-type", "").partition(";")[0].strip().lower()
            if scope["method"] == "POST" and kind != "application/json":
                return _error(415, "Send JSON, with the content type application/json.")
            length = headers.get("content-length", "0")
            if not length.isdigit() or int(length) > MOST_BYTES:
                return _too_large()
        return None

    def _goes_by(self, name: str) -> bool:
        """Whether the server goes by a name. A number cannot be made to point elsewhere."""
        return name in self._hosts or (NUMBERS in self._hosts and _is_number(name))


class TooLarge(Exception):
    """A request sends more than is read."""


def _too_large() -> JSONResponse:
    return _error(413, f"A request may send {MOST_BYTES:,} bytes at most.")


def _name(host: str) -> str:
    """The host without its port, in lower case: '[::1]', 'localhost'."""
    try:
        parts = urlsplit(f"//{host}")
        name = (parts.hostname or "").lower()
        _ = parts.port  # raises where it is no number
    except ValueError:
        return ""
    if "@" in host or "/" in host:
        return ""
    return f"[{name}]" if ":" in name else name


def _is_number(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _error(status: int, text: str) -> JSONResponse:
    return JSONResponse({"error": text}, status)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
