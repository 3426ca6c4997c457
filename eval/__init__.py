"""Questions with known answers, runs over them, and what they say about a way of searching.

`GoldSet` and `BeirSet` hold questions with their papers, `run_system` puts them to a `System`,
`evaluate` turns the runs into an `Evaluation` with intervals, and `compare` tells two of them
apart. `SavedRun` keeps a run with all that it hangs on; `print_report`, `print_comparison` and
`write_report` show it to people.
"""

from eval.background import BackgroundEval
from eval.beir import BeirError, BeirQuestion, BeirSet
from eval.comparison import Change, Comparison, Difference, Tally, compare
from eval.evaluation import Evaluation, Miss, RunEvaluation, evaluate
from eval.feedback import Feedback, FeedbackStore, Verdict, gold_questions
from eval.lines import EvalError
from eval.measures import Bin, reliability
from eval.questions import (
    DEFAULT_GOLD,
    GoldAnswer,
    GoldError,
    GoldQuestion,
    Question,
    find_quote_errors,
    load_gold,
)
from eval.report import print_comparison, print_report
from eval.report_file import (
    ReportError,
    check_report_file,
    misses_as_csv,
    report_texts,
    write_report,
)
from eval.run import Progress, Ranking, Run, Scored, System, outcome, run_system
from eval.saved import (
    SavedRun,
    SavedRunError,
    check_run,
    load_run,
    places_for,
    read_run,
    save_run,
    saved_runs,
    sealed,
)
from eval.session import by_name, run_systems
from eval.sets import GoldSet, QuestionSet, SetIdentity, shipped_sets
from eval.statistics import Estimate
from eval.systems import SYSTEM_NAMES, check_system_names, system_or_file, systems

__all__ = [
    "DEFAULT_GOLD",
    "SYSTEM_NAMES",
    "BackgroundEval",
    "BeirError",
    "BeirQuestion",
    "BeirSet",
    "Bin",
    "Change",
    "Comparison",
    "Difference",
    "Estimate",
    "EvalError",
    "Evaluation",
    "Feedback",
    "FeedbackStore",
    "GoldAnswer",
    "GoldError",
    "GoldQuestion",
    "GoldSet",
    "Miss",
    "Progress",
    "Question",
    "QuestionSet",
    "Ranking",
    "ReportError",
    "Run",
    "RunEvaluation",
    "SavedRun",
    "SavedRunError",
    "Scored",
    "SetIdentity",
    "System",
    "Tally",
    "Verdict",
    "by_name",
    "check_report_file",
    "check_run",
    "check_system_names",
    "compare",
    "evaluate",
    "find_quote_errors",
    "gold_questions",
    "load_gold",
    "load_run",
    "misses_as_csv",
    "outcome",
    "places_for",
    "print_comparison",
    "print_report",
    "read_run",
    "reliability",
    "report_texts",
    "run_system",
    "run_systems",
    "save_run",
    "saved_runs",
    "sealed",
    "shipped_sets",
    "system_or_file",
    "systems",
    "write_report",
]
