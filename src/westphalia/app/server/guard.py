"""Which requests are accepted: hosts, origins, sizes; and the headers of every answer.

The server simulates and writes run folders for whoever can reach it. So it accepts only requests
made to one of its own names (otherwise any web page could reach it through a name of its own that
points here: DNS rebinding), and none sent by another site's page.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Names that mean this machine itself.
LOCAL = ("localhost", "127.0.0.1", "[::1]")
#: Among the names, stands for every IP address; its spaces keep it from matching a host.
NUMBERS = "any IP address"
#: The largest body of a request, bytes.
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
    """ASGI middleware around the whole server."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        """`hosts`: the server's own names, without port; NUMBERS for any IP address."""
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        size = 0

        async def receive_measured() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > MOST_BYTES:
                raise TooLarge
            return message

        try:
            await self._app(scope, receive_measured, _with_headers(send))
        except TooLarge:
            await _too_large()(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        """The answer to a request that is refused; None if it is accepted."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_own_name(_name(host)):
            names = ", ".join(self._hosts)
            return _error(403, f"This server answers only to {names}; add a name with --name.")
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

    def _is_own_name(self, name: str) -> bool:
        """Whether a name is the server's own. An IP address cannot be made to point elsewhere."""
        return name in self._hosts or (NUMBERS in self._hosts and _is_ip_address(name))


class TooLarge(Exception):
    """The body of a request is too large."""


def _too_large() -> JSONResponse:
    return _error(413, f"The request is too large: at most {MOST_BYTES:,} bytes are accepted.")


def _name(host: str) -> str:
    """The host without its port, in lower case: '[::1]', 'localhost'."""
    try:
        parts = urlsplit(f"//{host}")
        name = (parts.hostname or "").lower()
        _ = parts.port  # raises if it is not a number
    except ValueError:
        return ""
    if "@" in host or "/" in host:
        return ""
    return f"[{name}]" if ":" in name else name


def _is_ip_address(name: str) -> bool:
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
