"""The real app in headless Chromium. Without the browser the tests skip; in CI they fail.

    pytest tests/browser --look phone-dark --screenshots DIR

walks the same ways on a phone in dark colours, and keeps what each window showed at the end.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from driving import PHONE, WIDE, look, settle
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

from retrieval import Settings

ROOT = Path(__file__).parent.parent.parent
# Without these Chromium looks for its maker's servers at every start.
QUIET = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic "
    "--no-first-run --disable-background-networking --disable-component-update --disable-sync"
).split()

Serve = Callable[[Path], str]


@pytest.fixture(scope="session")
def chromium() -> tuple[str, str]:
    """Where the browser and its driver are."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    if browser and driver:
        return browser, driver
    message = "chromium and chromedriver are not installed (Debian: apt install chromium-driver)"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Starts the app on a home folder, by the command that users type, and gives its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(home: Path) -> str:
        with socket.socket() as free:
            free.bind(("localhost", 0))
            port = free.getsockname()[1]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("KAMERBRON_")}
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "cli.py"), "app", "--port", str(port), "--no-browser"],
            env=environment | {"KAMERBRON_HOME": str(home), "KAMERBRON_THREADS": "1"},
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        running.append(process)
        address = f"http://localhost:{port}"
        WebDriverWait(None, 90, 0.2).until(lambda _: _answers(address))
        return address

    yield start
    for process in running:
        os.killpg(process.pid, 15)
        process.wait(timeout=20)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as reply:  # noqa: S310
            return bool(reply.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@pytest.fixture(scope="session")
def address(serve: Serve, settings: Settings) -> str:
    """The app on the starter corpus."""
    return serve(settings.home)


@pytest.fixture
def start_browser(
    chromium: tuple[str, str],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[[], webdriver.Chrome]]:
    """Starts fresh browsers that may use the clipboard, in the size and colours of `--look`."""
    running: list[webdriver.Chrome] = []
    size, _, scheme = request.config.getoption("--look").partition("-")

    def start() -> webdriver.Chrome:
        options = webdriver.ChromeOptions()
        options.binary_location = chromium[0]
        profile = f"--user-data-dir={tmp_path_factory.mktemp('profile')}"
        for argument in [*QUIET, f"--window-size={WIDE[0]},{WIDE[1]}", profile]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        driver = webdriver.Chrome(service=Service(chromium[1]), options=options)
        running.append(driver)
        driver.execute_cdp_cmd(
            "Browser.grantPermissions",
            {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
        )
        if (size, scheme) != ("wide", "light"):
            look(driver, PHONE if size == "phone" else WIDE, scheme)
        return driver

    yield start
    folder = request.config.getoption("--screenshots")
    for number, driver in enumerate(running):
        if folder:
            _keep(driver, folder / f"{request.node.name}-{size}-{scheme}-{number}.png")
        driver.quit()


def _keep(driver: webdriver.Chrome, file: Path) -> None:
    """A picture of the whole page, however long; Streamlit scrolls it inside the window."""
    with suppress(TimeoutException):  # what a failed test leaves is looked at as it is
        settle(driver)
    height = driver.execute_script(
        "return document.querySelector('[data-testid=\"stMainBlockContainer\"]').scrollHeight"
    )
    width = driver.execute_script("return innerWidth")
    look_at = {"width": width, "height": min(height + 80, 6000), "deviceScaleFactor": 1}
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {**look_at, "mobile": width == PHONE[0]}
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    driver.save_screenshot(str(file))


@pytest.fixture
def browser(start_browser: Callable[[], webdriver.Chrome]) -> webdriver.Chrome:
    """A fresh browser."""
    return start_browser()
