"""Speed and memory of reading and parsing on this machine: `python benchmarks/parsing.py [FOLDER]`.

Seconds for texts of 1, 2 and 5 MB of many shapes, beside splitting them into lines. With a folder
of papers: pages of PDF a second on one core, beside drawing their plain text alone, and how much
memory is resident after many files. All seconds are CPU time.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import pypdfium2
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from corpus.errors import KamerbronError
from corpus.parsing import parse_extract, parse_text
from corpus.readers import read_file

STARTER = Path(__file__).parent.parent / "corpus" / "starter"
MEGABYTES = (1, 2, 5)
FILES = (100, 300, 500)

_HEAD = "Vraag 1\nWat?\nAntwoord\n"
_FOOT = "Tweede Kamer, vergaderjaar 2020–2021, 27 925, nr. 748 3\n"
# The head of a text, and what is repeated behind it: {i} counts on, {k} begins again after 999.
SHAPES: dict[str, tuple[str, str]] = {
    "Vraag and Antwoord": ("", "Vraag {k}\nWaarom {i}?\nAntwoord\nDaarom.\n"),
    "questions alone": ("", "Vraag {k}\nWaarom {i}?\n"),
    "bare numbers": ("", "{i}\nWaarom {i}?\nDaarom.\n"),
    "bare numbers again": ("", "1\n2\n3\nVraag 1\n"),
    "answers alone": (_HEAD, "Antwoord\nJa.\n"),
    "footnotes": (_HEAD, "woord1 en nog2\n\n1 een noot\n\n2 twee noot\n"),
    "running feet": ("", _FOOT),
    "hyphens": (_HEAD, "a-\n"),
    "one word": (_HEAD, "a"),
    "white space": (_HEAD, " "),
    "parentheses": (_HEAD, "("),
    "quotes": (_HEAD, "»."),
    "one label": ("Vraag 1", ", 2"),
    "one address": (_HEAD + "https://", "a/"),
    "dossiers": (_HEAD, "27 925 "),
    "Kamerstukken": (_HEAD, "Kamerstukken I "),
    "pointers": (_HEAD + "Ik verwijs u ", "naar het antwoord op "),
    "members": ("Vragen van het lid ", "A (B), "),
    "replies": (
        "schriftelijk overleg\nVragen van de leden van de SP-fractie\n",
        "Deze leden vragen iets.\nAntwoord\nJa hoor.\n",
    ),
    "sections": ("BRIEF VAN DE MINISTER\n\n", "Kop\n\nDat is zo.\n\n"),
}


def main() -> None:
    console = Console()
    console.print(_linear())
    if len(sys.argv) > 1:
        files = sorted(path for path in Path(sys.argv[1]).rglob("*") if path.is_file())
        console.print(_throughput([path for path in files if path.suffix.lower() == ".pdf"]))
        console.print(_memory(files))


def _linear() -> Table:
    table = Table("shape", *(f"{size} MB, lines alone" for size in MEGABYTES), title="linear, s")
    for name, (head, repeated) in _shapes():
        cells = []
        for size in MEGABYTES:
            text = _text(head, repeated, size * 1_000_000)
            parsing, lines = _seconds(partial(_parse, text)), _seconds(text.splitlines)
            cells.append(f"{parsing:.1f}, {lines:.2f}")
        table.add_row(name, *cells)
    return table


def _shapes() -> Iterator[tuple[str, tuple[str, str]]]:
    for path in sorted(STARTER.glob("*.txt")):
        text = path.read_text(encoding="utf-8").replace("{", "(").replace("}", ")")
        yield path.stem, ("", text)
    yield from SHAPES.items()


def _text(head: str, repeated: str, length: int) -> str:
    count = length // len(repeated) + 1
    if "{" not in repeated:
        return (head + repeated * count)[:length]
    parts = (repeated.format(i=i, k=(i - 1) % 999 + 1) for i in range(1, count + 1))
    return (head + "".join(parts))[:length]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _parse(text: str) -> None:
    with suppress(KamerbronError):  # refusing takes time too
        parse_text(text, name="papier")


def _read_and_parse(path: Path) -> None:
    with suppress(KamerbronError):
        parse_extract(read_file(path), name=path.stem, as_letter=True)


def _throughput(files: list[Path]) -> Table:
    pages = sum(len(pypdfium2.PdfDocument(path)) for path in files)
    table = Table("PDF", "pages a second", title=f"throughput, {len(files)} files, {pages} pages")
    parsing = _seconds(lambda: deque(map(_read_and_parse, files), maxlen=0))
    drawing = _seconds(lambda: [_plain_text(path) for path in files])
    table.add_row("read and parsed", f"{pages / parsing:.0f}")
    table.add_row("plain text of pypdfium2", f"{pages / drawing:.0f}")
    return table


def _plain_text(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def _memory(files: list[Path]) -> Table:
    table = Table("files read and parsed", "resident, MB", title="memory")
    for count, path in enumerate(islice(cycle(files), max(FILES)), 1):
        _read_and_parse(path)
        if count in FILES:
            table.add_row(str(count), f"{_resident():.0f}")
    return table


def _resident() -> float:
    """The resident memory of this process in MB, as Linux tells it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


if __name__ == "__main__":
    main()
