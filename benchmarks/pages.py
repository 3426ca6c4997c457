"""What pages weigh and how soon they answer: `python benchmarks/pages.py`.

In headless Chromium, against the app as users start it, in a home folder of its own: the requests
and bytes of each page in a fresh browser (over the wire, the WebSocket included) and with what the
browser kept; the time to the first answer after a cold start and warm; and the interactions from
the open page until a cited quote is on the clipboard.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlparse

from rich.console import Console
from rich.table import Table
from selenium import webdriver
from selenium.webdriver import Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from users import a_home, load, serve

QUESTION = "Hoeveel demonstranten kwamen om bij de protesten in Irak?"
BOX = '[data-testid="stForm"] input'
COPY = ".kb-card [data-kb-copy]"
PAGES = {
    "ask, empty": ("", BOX),
    "ask, answers": (f"?q={quote(QUESTION)}", ".kb-card"),
    "set": ("set", "textarea"),
    "briefing": ("briefing", ".kb-head"),
    "documents": ("documents", '[data-testid="stFileUploader"]'),
    "paper": ("paper?id=kst-27925-748", "h2"),
    "evaluation": ("evaluation", '[data-testid="stFileUploader"]'),
    "how to read": ("how-to-read", "#read-privacy"),
}
QUIET = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--window-size=1280,1000"
).split()
SETTLED = 1.0  # seconds without a message: the page is whole


@dataclass(frozen=True, slots=True)
class Weight:
    """What a page loaded: requests, bytes over the wire, and those of them over the WebSocket."""

    requests: int
    bytes: int
    socket: int
    hosts: frozenset[str]

    def __str__(self) -> str:
        return f"{self.requests}, {self.bytes / 1024:.0f} KiB ({self.socket / 1024:.0f})"


def main() -> None:
    console = Console(width=120)
    with tempfile.TemporaryDirectory() as folder:
        a_home(Path(folder))
        with socket.socket() as free:
            free.bind(("localhost", 0))
            port = free.getsockname()[1]
        address = f"http://localhost:{port}"
        start = time.perf_counter()
        server = serve(port)
        try:
            times = first_answers(address, start)
            console.print(times)
            console.print(weights(address))
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait()


def first_answers(address: str, start: float) -> Table:
    """The times to an answer, and what a user does to have it on the clipboard, with its source."""
    table = Table("measured", "this machine", title=f"Kamerbron's app, {load()}")
    with browser() as page:
        page.get(f"{address}/?q={quote(QUESTION)}")
        wait_for(page, ".kb-card")
        table.add_row("first answer, app started just before", seconds(start))
        begun = time.perf_counter()
        page.get(f"{address}/?q={quote(QUESTION)}")
        wait_for(page, ".kb-card")
        table.add_row("first answer of a page opened when warm", seconds(begun))
    with browser() as page:
        begun = time.perf_counter()
        page.get(f"{address}/?q={quote(QUESTION)}")
        wait_for(page, ".kb-card")
        table.add_row("the same, in a browser that never was there", seconds(begun))
    with browser() as page:
        page.get(address)
        box = wait_for(page, BOX)
        box.send_keys(QUESTION)
        begun = time.perf_counter()
        box.send_keys(Keys.ENTER)
        wait_for(page, ".kb-card")
        table.add_row("Enter to the first answer", seconds(begun))
        settle(page)
        wait_for(page, COPY).click()
        copied = page.execute_async_script(
            "setTimeout(() => navigator.clipboard.readText().then(arguments[0]), 300)"
        )
        table.add_row("interactions: type, Enter, one click; then on the clipboard", str(copied))
    return table


def weights(address: str) -> Table:
    """Each page in a fresh browser, and again with what that browser kept."""
    table = Table("page", "first visit: requests, KiB (WebSocket)", "again", "other hosts")
    for name, (path, there) in PAGES.items():
        with browser() as page:
            first, again = (weigh(page, f"{address}/{path}", there) for _ in range(2))
        others = (first.hosts | again.hosts) - {"localhost"}
        table.add_row(name, str(first), str(again), ", ".join(sorted(others)) or "none")
    return table


def weigh(page: webdriver.Chrome, url: str, there: str) -> Weight:
    page.get_log("performance")  # type: ignore[no-untyped-call]
    page.get("about:blank")
    page.get(url)
    wait_for(page, there)
    messages = settle(page)
    urls = [
        m["params"]["request"]["url"]
        for m in messages
        if m["method"] == "Network.requestWillBeSent"
    ]
    loaded = [m["params"] for m in messages if m["method"] == "Network.loadingFinished"]
    frames = [
        m["params"]["response"]["payloadData"]
        for m in messages
        if m["method"] in {"Network.webSocketFrameReceived", "Network.webSocketFrameSent"}
    ]
    over_socket = sum(len(frame) * 3 // 4 for frame in frames)  # base64
    own = [url for url in urls if url.startswith("http")]
    return Weight(
        len(own),
        int(sum(each["encodedDataLength"] for each in loaded)) + over_socket,
        over_socket,
        frozenset(str(urlparse(url).hostname) for url in own),
    )


def settle(page: webdriver.Chrome) -> list[dict[str, Any]]:
    """All that the network did until nothing came for a second."""
    messages: list[dict[str, Any]] = []
    quiet_since = time.perf_counter()
    while time.perf_counter() - quiet_since < SETTLED:
        new = page.get_log("performance")  # type: ignore[no-untyped-call]
        messages += [json.loads(entry["message"])["message"] for entry in new]
        if any(json.loads(e["message"])["message"]["method"].startswith("Network.") for e in new):
            quiet_since = time.perf_counter()
        time.sleep(0.05)
    return messages


def wait_for(page: webdriver.Chrome, selector: str) -> Any:
    found = WebDriverWait(page, 180, 0.02)
    return found.until(lambda b: b.find_element(By.CSS_SELECTOR, selector))


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    """A fresh browser that may use the clipboard."""
    options = webdriver.ChromeOptions()
    with tempfile.TemporaryDirectory() as profile:
        for argument in [*QUIET, f"--user-data-dir={profile}"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
        # Named: Selenium would look for a driver on the net.
        driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
        allowed = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
        driver.execute_cdp_cmd("Browser.grantPermissions", allowed)
        try:
            yield driver
        finally:
            driver.quit()


def seconds(since: float) -> str:
    return f"{time.perf_counter() - since:.2f} s"


if __name__ == "__main__":
    main()
