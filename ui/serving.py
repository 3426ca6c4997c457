"""The server of the browser app: who may reach it, and what browsers may do with its pages.

It listens on this machine only. Where a sign-on proxy stands before it, people reach it at the
proxy's address, and only there.
"""

from __future__ import annotations

import base64
import hashlib
import re
import threading
import tomllib
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit import config
from streamlit.starlette import App

from corpus import KamerbronError

_HERE = ("localhost", "127.0.0.1", "::1")
_REFUSED = 1008
"""The code of a WebSocket that is closed for a breach of policy (RFC 6455, 7.4.1)."""
_BROWSER_AFTER = 0.5
"""Seconds after the start until the browser opens: the server listens by then."""
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class AddressError(KamerbronError):
    """A public address that is none."""


def serve(page: Path, *, port: int, browser: bool, public: str = "") -> None:
    """Serves the app whose script is `page` on this machine until Ctrl-C.

    `browser` opens it there. `public` is the https address at which a proxy makes it reachable.
    The options of `.streamlit/config.toml` beside `page` stand above every other file and every
    environment variable. Raises `AddressError` for a public address that is none.
    """
    written = tomllib.loads((page.parent / ".streamlit" / "config.toml").read_text("utf-8"))
    options = dict(_flat(written)) | {"server.port": port, "server.headless": not browser}

    @asynccontextmanager
    async def opening(_: App) -> Any:
        if browser:
            url = f"http://localhost:{port}{urlsplit(public).path}"
            threading.Timer(_BROWSER_AFTER, webbrowser.open, [url]).start()
        yield

    guard = Middleware(Guard)
    app = App(page, middleware=[guard], lifespan=opening)
    app.run(config=options | _options_behind_proxy(public))


class Guard:
    """Lets in who came by an address of the app, and tells browsers what its pages may do.

    A request for another host, as after DNS rebinding, or from another site's page, gets 403, a
    WebSocket is closed before it opens. Pages run the app's own scripts only, load from and speak
    to this server only, and stand in no other site's frame.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif not _may_enter(Headers(scope=scope)):
            refusal: ASGIApp = (
                PlainTextResponse("Not an address of this app.", 403)
                if scope["type"] == "http"
                else WebSocketClose(_REFUSED)
            )
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, _guarded(send))


def _may_enter(headers: Headers) -> bool:
    """Whether a request names a host of the app, and comes from no other site's page.

    Programs that are no browsers send no `Origin`.
    """
    host, origin = headers.get("host", ""), headers.get("origin")
    name = _name_of(host)
    if name not in config.get_option("server.allowedHosts"):
        return False
    own = set(config.get_option("server.corsAllowedOrigins"))
    if name in _HERE:
        own |= {f"http://{host}", f"https://{host}"}
    return origin is None or origin in own


def _name_of(host: str) -> str | None:
    """The host without its port; none where it cannot be read."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _guarded(send: Send) -> Send:
    """What is sent, with what it allows browsers to do."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_headers())
        await send(message)

    return guarded


@cache
def _headers() -> dict[str, str]:
    policy = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *_own_scripts()]),
        # Streamlit styles its elements in place.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        # The address holds the question; where a link leads to need not know it.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def _own_scripts() -> list[str]:
    """The hashes of the scripts that stand in pages: ours, and those of Streamlit's page."""
    ours = [path.read_text("utf-8") for path in Path(__file__).parent.glob("assets/*.js")]
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    scripts = ours + _INLINE_SCRIPT.findall(index.read_text("utf-8"))
    digests = (hashlib.sha256(script.encode()).digest() for script in sorted(scripts))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _options_behind_proxy(public: str) -> dict[str, Any]:
    """Streamlit's options for a public address, such as https://kamerbron.example.nl/kamerbron."""
    if not public:
        return {"server.allowedHosts": list(_HERE), "server.corsAllowedOrigins": []}
    parts = urlsplit(public)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.query:
        raise AddressError(
            f"{public}: a public address is https://, a host and perhaps a path, as in "
            "https://kamerbron.example.nl/kamerbron."
        )
    return {
        "server.allowedHosts": [*_HERE, parts.hostname],
        "server.corsAllowedOrigins": [f"https://{parts.netloc.lower().removesuffix(':443')}"],
        "server.baseUrlPath": parts.path.strip("/"),
        "browser.serverAddress": parts.hostname,
        "browser.serverPort": parts.port or 443,
    }


def _flat(options: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The options of a TOML file under their dotted names."""
    for name, value in options.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
