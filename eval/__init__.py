"""Gold questions, runs over them, and what they say about a way of searching.

`load_gold` reads questions, `run_system` puts them to a `System`, `evaluate` turns the runs into an
`Evaluation` with intervals, and `print_report` shows it to people.
"""

from eval.evaluation import Evaluation, Miss, RunEvaluation, evaluate
from eval.questions import (
    DEFAULT_GOLD,
    GoldAnswer,
    GoldError,
    GoldQuestion,
    find_quote_errors,
    load_gold,
)
from eval.report import print_report
from eval.run import Progress, Ranking, Run, Scored, System, outcome, run_system
from eval.statistics import Estimate

__all__ = [
    "DEFAULT_GOLD",
    "Estimate",
    "Evaluation",
    "GoldAnswer",
    "GoldError",
    "GoldQuestion",
    "Miss",
    "Progress",
    "Ranking",
    "Run",
    "RunEvaluation",
    "Scored",
    "System",
    "evaluate",
    "find_quote_errors",
    "load_gold",
    "outcome",
    "print_report",
    "run_system",
]
