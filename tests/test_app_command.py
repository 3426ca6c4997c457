"""`kamerbron app` is safe wherever it is started: who may reach it, and what it takes."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium.webdriver.support.ui import WebDriverWait
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

CLI = Path(__file__).parent.parent / "cli.py"
PUBLIC = "https://kamerbron.example.nl"
STRAY = """
[global]
developmentMode = false
[server]
address = "0.0.0.0"
port = 1
enableCORS = false
enableXsrfProtection = false
enableStaticServing = true
enableAgentApi = true
corsAllowedOrigins = ["https://evil.example"]
allowedHosts = ["*"]
maxUploadSize = 4000
[browser]
serverAddress = "evil.example"
gatherUsageStats = true
"""


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def get(self, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        """The reply to a request that says of itself what `headers` say."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        with closing(connection):
            connection.request(method, path, headers=headers)
            reply = connection.getresponse()
            reply.read()
            return reply


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app behind a proxy, started in a folder and environment with unsafe options in them."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text(STRAY, "utf-8")
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    unsafe = {
        "STREAMLIT_SERVER_ADDRESS": "0.0.0.0",  # noqa: S104 (must not count)
        "STREAMLIT_SERVER_ENABLE_CORS": "false",
        "KAMERBRON_HOME": str(folder),
    }
    command = [sys.executable, str(CLI), "app", "--port", str(port), "--no-browser"]
    process = subprocess.Popen(
        [*command, "--public-address", PUBLIC],
        env={k: v for k, v in os.environ.items() if "KAMERBRON" not in k} | unsafe,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # A test's shell may have told its children to ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
    )
    started = Server(port, process)

    def is_up(_: object) -> bool:
        try:
            return started.get("/_stcore/health").status == 200
        except OSError:
            assert process.poll() is None
            return False

    WebDriverWait(None, 60, 0.1).until(is_up)
    yield started
    process.kill()
    process.wait()


def own_addresses() -> set[str]:
    """Addresses of this machine other than the one that the app listens on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing
            outer = {probe.getsockname()[0]}
        except OSError:
            outer = set()
    return outer | {"127.0.0.2"}


def test_it_listens_on_this_machine_only(server: Server) -> None:
    for address in own_addresses():
        with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
            socket.create_connection((address, server.port), 2)


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("localhost", None, 200),
        ("127.0.0.1:{port}", "http://127.0.0.1:{port}", 200),
        ("kamerbron.example.nl", PUBLIC, 200),
        ("localhost:{port}", PUBLIC, 200),
        ("evil.example", None, 403),
        ("localhost.evil.example", None, 403),
        ("[", None, 403),
        ("localhost:{port}", "https://evil.example", 403),
        ("localhost:{port}", "http://localhost:1", 403),
        ("localhost:{port}", "http://kamerbron.example.nl", 403),
        ("localhost:{port}", "null", 403),
        ("kamerbron.example.nl", "http://kamerbron.example.nl", 403),
        ("kamerbron.example.nl", "https://kamerbron.example.nl:8443", 403),
    ],
)
def test_own_hosts_and_origins_only(
    server: Server, host: str, origin: str | None, status: int
) -> None:
    headers = {"Host": host.format(port=server.port)}
    if origin:
        headers["Origin"] = origin.format(port=server.port)
    assert server.get("/", **headers).status == status


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:1", "null"])
def test_websocket_refuses_other_sites(server: Server, origin: str) -> None:
    with pytest.raises(InvalidStatus, match="403"), open_socket(server, origin):
        pass


@pytest.mark.parametrize("origin", [None, "http://localhost:{port}", PUBLIC])
def test_websocket_takes_its_own(server: Server, origin: str | None) -> None:
    with open_socket(server, origin and origin.format(port=server.port)) as opened:
        assert opened.subprotocol == "streamlit"


def open_socket(server: Server, origin: str | None) -> ClientConnection:
    url = f"ws://localhost:{server.port}/_stcore/stream"
    return connect(url, origin=origin, subprotocols=["streamlit"])  # type: ignore[arg-type,list-item]


def test_pages_run_own_scripts_only_and_stand_in_no_frame(server: Server) -> None:
    reply = server.get("/documents")
    policy = str(reply.headers["Content-Security-Policy"])
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["script-src"].startswith("'self' 'sha256-")
    assert "unsafe" not in directives["script-src"]
    assert not [value for value in directives.values() if "http" in value or "*" in value]
    assert reply.headers["Referrer-Policy"] == "same-origin"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_uploads_need_the_pages_token_and_have_a_largest_size(server: Server) -> None:
    cookie = str(server.get("/_stcore/health").headers["Set-Cookie"])
    assert "SameSite=Strict" in cookie
    token = cookie.partition("_streamlit_xsrf=")[2].partition(";")[0].strip('"')
    given = {"Cookie": f"_streamlit_xsrf={token}", "X-Xsrftoken": token}
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    with open_socket(server, None) as opened:
        upload = f"/_stcore/upload_file/{session_of(opened)}/f1"
        assert server.get(upload, "PUT").status == 403
        for mebibytes, status in ((51, 413), (0, 400)):
            size = {"Content-Length": str(mebibytes * 2**20)}
            assert server.get(upload, "PUT", **given, **form, **size).status == status


def session_of(opened: ClientConnection) -> str:
    """The identifier of the session of a page that was just opened."""
    request = BackMsg()
    request.rerun_script.query_string = ""
    opened.send(request.SerializeToString())
    for received in opened:
        message = ForwardMsg.FromString(received)  # type: ignore[arg-type]
        if message.WhichOneof("type") == "new_session":
            return str(message.new_session.initialize.session_id)
    raise AssertionError("no session")


def test_no_other_way_in_is_there(server: Server) -> None:
    host = {"Host": f"localhost:{server.port}", "Content-Type": "application/json"}
    assert server.get("/_stcore/agent/interact", "POST", **host).status == 403
    assert server.get("/app/static/config.toml").headers["Content-Type"].startswith("text/html")


def test_public_address_that_is_none() -> None:
    done = subprocess.run(
        [sys.executable, str(CLI), "app", "--public-address", "http://kamerbron.example.nl"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "a public address is https://" in done.stderr


def test_ctrl_c_ends_it_well(server: Server) -> None:
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(20) == 0
