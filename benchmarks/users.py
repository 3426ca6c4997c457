"""Several people at once: `python benchmarks/users.py`, with `--add` while a paper comes in.

Serves the app as users start it, in a home folder of its own, and asks it over its own WebSocket as
browsers do: type, Enter, wait until all answers are there. Each user asks other questions of the
gold set, one every five seconds from a moment of his own, and must get the answers to his own
question. In the same run, on the same server: one user alone, ten users, and ten users who all
press Enter at the same moment.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from websockets.asyncio.client import ClientConnection, connect

from eval import DEFAULT_GOLD, load_gold
from retrieval import Kamerbron, Settings

CLI = Path(__file__).parent.parent / "cli.py"
FIRST_CARD = re.compile(r'<article class="kb-card[^>]*? aria-label="([^"]+)"')
FAILURE = 'role="alert"'
PAPER = """Tweede Kamer der Staten-Generaal
Vergaderjaar 2023–2024 Aanhangsel van de Handelingen

1500

Vragen van het lid Bos (SP) aan de Minister van Landbouw over weidevogels (ingezonden 5 maart
2024).

Antwoord van Minister Smit (Landbouw) (ontvangen 2 april 2024).

Vraag 1
Hoeveel grutto's broeden er in Friesland?

Antwoord 1
Er broeden 9214 paren grutto's in Friesland.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was sent: whether its own answer came, and the seconds until the first card
    and until all was there.
    """

    right: bool
    first: float
    whole: float


@dataclass(slots=True)
class Page:
    """What a browser knows of the page it shows, from the messages of one run."""

    page: str = ""
    query: str = ""
    box: str = ""
    button: str = ""
    html: list[str] = field(default_factory=list)

    def take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.html.clear()
        elif kind == "navigation":
            self.page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            element = message.delta.new_element
            if element.HasField("html"):
                self.html.append(element.html.body)
            elif element.HasField("exception"):
                self.html.append(FAILURE)
            elif element.HasField("text_input") and element.text_input.form_id:
                self.box = element.text_input.id
            elif element.HasField("button") and element.button.is_form_submitter:
                self.button = element.button.id

    @property
    def first_card(self) -> str | None:
        """The identifier of the first answer shown."""
        return next((found[1] for part in self.html if (found := FIRST_CARD.search(part))), None)


class User:
    """A person with the Ask page open."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._page = Page()

    async def open(self) -> None:
        """Loads the page; the first of all users waits for the model."""
        await self._run(WidgetStates())

    async def ask(self, question: str, expected: str) -> Asked:
        """Types a question, presses Enter and waits until all answers are there."""
        widgets = WidgetStates()
        widgets.widgets.add(id=self._page.box, string_value=question)
        widgets.widgets.add(id=self._page.button, trigger_value=True)
        first, whole = await self._run(widgets)
        failed = any(FAILURE in part for part in self._page.html)
        return Asked(self._page.first_card == expected and not failed, first, whole)

    async def _run(self, widgets: WidgetStates) -> tuple[float, float]:
        """The seconds until the first card and until the end of one run of the page."""
        request = BackMsg()
        request.rerun_script.query_string = self._page.query
        request.rerun_script.page_script_hash = self._page.page
        request.rerun_script.widget_states.CopyFrom(widgets)
        self._page.html.clear()
        start = time.perf_counter()
        await self._socket.send(request.SerializeToString())
        first = 0.0
        async for received in self._socket:
            message = ForwardMsg.FromString(received)  # type: ignore[arg-type]
            self._page.take(message)
            now = time.perf_counter() - start
            if not first and self._page.first_card:
                first = now
            if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY and (
                message.WhichOneof("type") == "script_finished"
            ):
                return first, now
        raise ConnectionError("the server closed the connection")


async def users(
    port: int, questions: Sequence[tuple[str, str]], number: int, rounds: int, *, together: bool
) -> list[Asked]:
    """What `number` users got who each ask a question every five seconds."""
    moments = random.Random(27925)  # noqa: S311
    offsets = [0.0 if together else moments.uniform(0, 5) for _ in range(number)]

    async def one(place: int) -> list[Asked]:
        url = f"ws://localhost:{port}/_stcore/stream"
        origin = f"http://localhost:{port}"
        async with connect(
            url, origin=origin, subprotocols=["streamlit"], max_size=None, open_timeout=120
        ) as socket:
            user = User(socket)
            await user.open()
            await ready.wait()
            start = time.perf_counter() + offsets[place]
            asked = []
            for turn in range(rounds):
                await asyncio.sleep(max(0.0, start + 5 * turn - time.perf_counter()))
                asked.append(await user.ask(*questions[(place * rounds + turn) % len(questions)]))
            return asked

    ready = asyncio.Barrier(number)
    return [asked for own in await asyncio.gather(*map(one, range(number))) for asked in own]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=12, help="questions of each user")
    parser.add_argument("--add", action="store_true", help="add a paper while users ask")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = a_home(Path(folder))
        questions = answered_questions(options.users * options.rounds)
        with socket.socket() as free:
            free.bind(("localhost", 0))
            port = free.getsockname()[1]
        server = serve(port)
        try:
            report(port, questions, options, home)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait()


def report(
    port: int, questions: Sequence[tuple[str, str]], options: argparse.Namespace, home: Path
) -> None:
    """The table: each row a way of asking, with its times and how many were right."""
    table = Table(
        "a question every 5 s",
        "asked",
        "own answer",
        "first card p50, p95",
        "all answers p50, p95",
        "slowest",
        title=f"Kamerbron's app, {os.cpu_count()} cores, {load()}",
    )
    ways = [("one user", 1, False), (f"{options.users} users", options.users, False)]
    ways += [(f"{options.users} users at the same moment", options.users, True)]
    asyncio.run(users(port, questions, 1, 2, together=False))  # warm
    for name, number, together in ways:
        asked = asyncio.run(users(port, questions, number, options.rounds, together=together))
        table.add_row(name, *row(asked))
    if options.add:
        asked, added = asyncio.run(while_adding(port, questions, options, home))
        table.add_row(f"{options.users} users while a paper is added ({added:.0f} s)", *row(asked))
    Console(width=120).print(table)


async def while_adding(
    port: int, questions: Sequence[tuple[str, str]], options: argparse.Namespace, home: Path
) -> tuple[list[Asked], float]:
    """What users got while `kamerbron add` ran, and the seconds that it took."""
    paper = home / "ah-tk-20232024-1500.txt"
    paper.write_text(PAPER, "utf-8")

    async def add() -> float:
        await asyncio.sleep(10)
        start = time.perf_counter()
        command = [sys.executable, str(CLI), "add", str(paper)]
        adding = await asyncio.create_subprocess_exec(*command, stderr=subprocess.DEVNULL)
        if await adding.wait():
            raise SystemExit("the paper was not added")
        return time.perf_counter() - start

    asking = users(port, questions, options.users, max(options.rounds, 12), together=False)
    asked, seconds = await asyncio.gather(asking, add())
    return asked, seconds


def row(asked: Sequence[Asked]) -> list[str]:
    first = np.percentile([each.first for each in asked], [50, 95]) * 1000
    whole = np.percentile([each.whole for each in asked], [50, 95]) * 1000
    return [
        str(len(asked)),
        str(sum(each.right for each in asked)),
        "{:.0f}, {:.0f} ms".format(*first),
        "{:.0f}, {:.0f} ms".format(*whole),
        f"{max(each.whole for each in asked) * 1000:.0f} ms",
    ]


def load() -> str:
    """How busy the machine was with other work before."""
    return f"load {os.getloadavg()[0]:.1f} at the start"


def a_home(folder: Path) -> Path:
    """A home folder with the index and the model of the reader's own, where these are current."""
    own = Settings.load()
    for source in (own.index_root, own.model_cache):
        if source.exists():
            shutil.copytree(source, folder / source.name)
    os.environ["KAMERBRON_HOME"] = str(folder)
    subprocess.run([sys.executable, CLI, "index"], check=True, stderr=subprocess.DEVNULL)
    return folder


def answered_questions(most: int) -> list[tuple[str, str]]:
    """Gold questions, each with the answer that the library puts first."""
    kamerbron = Kamerbron.open(Settings.load())
    queries = dict.fromkeys(question.query for question in load_gold(DEFAULT_GOLD))
    results = ((query, kamerbron.ask(query)) for query in islice(queries, most))
    return [(query, result.hits[0].answer.id) for query, result in results]


def serve(port: int) -> subprocess.Popen[bytes]:
    """The app, as users start it, once it answers."""
    server = subprocess.Popen(
        [sys.executable, CLI, "app", "--port", str(port), "--no-browser"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while server.poll() is None:
        try:
            socket.create_connection(("localhost", port), 1).close()
            return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the app did not start")


if __name__ == "__main__":
    main()
