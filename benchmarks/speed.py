"""Speed and memory on this machine: `make bench`, or `python benchmarks/speed.py`.

Measures, in a home folder of its own and each in fresh processes where a user would start one:
the index of the starter corpus from nothing and again with nothing changed; its answers embedded
one by one, and in batches by sentence-transformers on all threads; a question to the library,
beside meaning alone in the same process; the app from its start to its first answer; and the most
memory that the library and the app had resident.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).parent.parent
CLI = ROOT / "cli.py"
ROUNDS = 3


def main() -> None:
    table = Table("measured", "this machine", "goal", title="Kamerbron, starter corpus")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KAMERBRON_HOME"] = folder
        table.add_row("index from nothing, model unpacked too", _seconds(_index), "60 s")
        table.add_row("index, nothing changed", _seconds(_index), "2 s")
        # First the library: its memory is that of one model.
        for row in (*_library(), *_embedding()):
            table.add_row(*row)
        for row in _app():
            table.add_row(*row)
    Console().print(table)


def _index() -> None:
    subprocess.run([sys.executable, CLI, "index"], check=True, stderr=subprocess.DEVNULL)


def _seconds(work: Callable[[], None]) -> str:
    start = time.perf_counter()
    work()
    return f"{time.perf_counter() - start:.1f} s"


def _embedding() -> list[tuple[str, str, str]]:
    """Every other answer to a vector, as the index does it and as the library would."""
    from corpus import load_corpus
    from retrieval import Settings

    settings = Settings.load()
    encoder = settings.load_encoder(threads=None)
    documents = load_corpus(settings.corpus).documents
    texts = [answer.text for document in documents for answer in document.answers][::2]
    ways = {
        "one by one": lambda: encoder.encode_passages(texts),
        "batches of 4, sentence-transformers": lambda: encoder.model.encode(
            texts, prompt=encoder.passage_prompt, batch_size=4, show_progress_bar=False
        ),
    }
    return [(f"{len(texts)} answers embedded, {way}", _seconds(w), "") for way, w in ways.items()]


def _library() -> list[tuple[str, str, str]]:
    """Warm questions of the gold set, the default and meaning alone in turn."""
    from eval import DEFAULT_GOLD, load_gold
    from retrieval import Kamerbron, Settings
    from retrieval.ranking import MEANING_ONLY

    kamerbron = Kamerbron.open(Settings.load())
    kamerbron.warm()
    questions = [question.query for question in load_gold(DEFAULT_GOLD)]
    times: dict[str, list[float]] = {"ask": [], "meaning only": []}
    for question in questions * ROUNDS:
        start = time.perf_counter()
        kamerbron.ask(question)
        middle = time.perf_counter()
        kamerbron.rank(question, MEANING_ONLY)
        times["ask"].append(middle - start)
        times["meaning only"].append(time.perf_counter() - middle)
    rows = [
        (
            f"{name}: p50, p95 of {len(values)}",
            "{:.0f} ms, {:.0f} ms".format(*(1000 * np.percentile(values, [50, 95]))),
            "60 ms, 120 ms" if name == "ask" else "",
        )
        for name, values in times.items()
    ]
    unit = 2**20 if sys.platform == "darwin" else 2**10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return [*rows, ("library, most memory resident", f"{peak:.0f} MiB", "1300 MB")]


def _app() -> list[tuple[str, str, str]]:
    """From the start of the server to the first answer in a browser, and its memory then."""
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        return [("app", "not measured: no chromium", "15 s")]
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, CLI, "app", "--port", str(port), "--no-browser"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"):
        options.add_argument(argument)
    browser = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
    try:
        while not _answers(port):
            time.sleep(0.05)
        up = time.perf_counter() - start
        browser.get(f"http://localhost:{port}/?q=Hoeveel%20doden%20vielen%20er")
        WebDriverWait(browser, 120, 0.05).until(
            lambda page: page.find_elements(By.CSS_SELECTOR, ".kb-card")
        )
        answered = time.perf_counter() - start
        return [
            ("app: server up", f"{up:.1f} s", ""),
            ("app: first answer in the browser", f"{answered:.1f} s", "15 s"),
            ("app, most memory resident", f"{_memory(process.pid):.0f} MiB", "1300 MB"),
        ]
    finally:
        browser.quit()
        os.killpg(process.pid, 15)
        process.wait()


def _memory(group: int) -> float:
    """The peak of the largest process of a group, in MiB; 0 where there is no /proc."""
    peaks = [0.0]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if os.getpgid(int(status.parent.name)) == group:
                peak = re.search(r"VmHWM:\s+(\d+)", status.read_text())
                peaks.append(int(peak[1]) / 1024 if peak else 0.0)
        except (OSError, ProcessLookupError):
            continue  # it ended while we looked
    return max(peaks)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


if __name__ == "__main__":
    main()
