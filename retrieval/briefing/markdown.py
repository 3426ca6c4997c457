"""A briefing as Markdown (CommonMark, with footnotes as GitHub, Pandoc and Obsidian read them)."""

from __future__ import annotations

import re

from retrieval.briefing.checking import Checked
from retrieval.briefing.printed import ASKED, NOTE, REFERS_TO, PrintedQuote, lines, printed

# What Markdown, or a dialect of it, reads as markup anywhere in a line: emphasis, links, code,
# entities, tables, formulas, mentions, bare addresses, and what is set as typographic signs.
_MARKUP = re.compile(
    r"[\\`*_\[\]<>&~^$|#@{}\"']|-(?=-)|(?<=-)-|\.(?=\.)|(?<=\.)\.|:(?=[\w/:])|(?<=www)\.",
    re.IGNORECASE,
)
# What it reads as markup where a line begins: lists, headings, rules, numbers of a list.
_AT_START = re.compile(r"(?P<mark>[-+=:])|(?P<number>\d+)(?P<end>[.)])")
_EDGES = re.compile(r"\A\s+|\s+\Z")


def as_markdown(checked: Checked) -> bytes:
    """The briefing as Markdown in UTF-8; rendered, its texts are word for word the same."""
    content = printed(checked)
    blocks = [f"# {_escaped(content.title)}"]
    for number, quote in enumerate(content.quotes, start=1):
        mark = f" ({escape(quote.citation)})" if content.in_text else f"[^{number}]"
        blocks += _blocks(quote, mark)
    if not content.in_text:
        blocks += [
            f"[^{number}]: {escape(quote.citation)}"
            for number, quote in enumerate(content.quotes, start=1)
        ]
    return ("\n\n".join(blocks) + "\n").encode()


def _blocks(quote: PrintedQuote, mark: str) -> list[str]:
    passages = "\n\n".join(escape(paragraph) for paragraph in quote.quote) + mark
    quoted = "\n".join(f"> {line}".rstrip() for line in passages.split("\n"))
    return [
        f"## {_escaped(quote.heading)}",
        escape(quote.facts),
        *_labelled(ASKED, quote.asked),
        quoted,
        *_labelled(REFERS_TO, quote.refers_to),
        *_labelled(NOTE, quote.note),
    ]


def _labelled(label: str, text: str) -> list[str]:
    first, *more = [escape(line) for line in lines(text)] or [""]
    return [f"**{label}:** {first}", *more] if first else []


def escape(text: str) -> str:
    """The text as Markdown that renders as that text, every sign and line end of it."""
    return "\\\n".join(_escaped_line(line) for line in text.split("\n"))


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)


def _escaped_line(line: str) -> str:
    escaped = _escaped(line)
    if start := _AT_START.match(escaped):
        mark, number, end = start["mark"], start["number"], start["end"]
        escaped = (f"\\{mark}" if mark else f"{number}\\{end}") + escaped[start.end() :]
    # White space at the edge of a line is dropped, unless it stands there by its number.
    return _EDGES.sub(lambda white: "".join(f"&#{ord(c)};" for c in white[0]), escaped)
