"""Two people at once: neither sees what the other asks or collects."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from driving import QUESTION_BOX, find, first_card, says, take, visit
from selenium.webdriver import Chrome

from ui.text import BRIEFING

pytestmark = pytest.mark.browser

QUESTION = "Hoeveel demonstranten werden er in Irak gedood?"
ANSWER = "kst-27925-748#9"
QUOTED = "487 demonstranten"
TEXT = BRIEFING["nl"]


def test_nobody_sees_what_another_asks_or_collects(
    start_browser: Callable[[], Chrome], address: str
) -> None:
    one, other = start_browser(), start_browser()
    one.get(f"{address}/?q={quote(QUESTION)}")
    first_card(one, ANSWER)
    take(one, ANSWER)
    visit(one, "briefing")
    says(one, QUOTED)

    other.get(f"{address}/briefing")
    says(other, TEXT.empty)
    other.get(f"{address}/")
    find(other, QUESTION_BOX)
    assert QUESTION not in other.page_source
    assert QUOTED not in other.page_source

    # A second tab of the same browser shares its cookies, and is a session of its own all the same.
    one.switch_to.new_window("tab")
    one.get(f"{address}/briefing")
    says(one, TEXT.empty)
    one.switch_to.window(one.window_handles[0])
    says(one, QUOTED)
