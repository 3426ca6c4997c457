"""Fits the confidence on the development questions marked "tune" and looks at those marked "check".

    python benchmarks/fit_confidence.py           prints what it found
    python benchmarks/fit_confidence.py --write   writes retrieval/calibration.json as well

Twice: with the answerability, and without it for adaptations that it was not learnt for. A question
counts as answered when a right answer is among the first three: that is what a user
who is told "the papers answer this" expects to see. The threshold is the highest that keeps at
least 95% of the answerable tune questions, by cross-validated confidence.
"""

from __future__ import annotations

import sys

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from eval import DEFAULT_GOLD, load_gold
from retrieval import Kamerbron, Settings
from retrieval.confidence import CALIBRATION, FEATURES, PLAIN, Calibration, Calibrations

GOLD = (DEFAULT_GOLD, *(DEFAULT_GOLD.with_name(f"starter-{n}.jsonl") for n in (2, 3)))
KEPT = 0.95
STRENGTH = 0.3  # of the fit: small, for some hundred questions and a handful of features

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def main() -> None:
    kamerbron = Kamerbron.open(Settings.load())
    questions = [q for file in GOLD for q in load_gold(file)]
    values = np.array([kamerbron.confidence_features(question.query) for question in questions])
    if values.shape[1] != len(FEATURES):
        sys.exit("Expected the embedded model with the shipped adaptation: fit with no other.")
    answerable = np.array([question.answerable for question in questions])
    found = np.array(
        [
            any(entry.id in question.expected for entry in kamerbron.rank(question.query)[:3])
            for question in questions
        ]
    )
    tune = np.array([question.part == "tune" for question in questions])
    calibrations = Calibrations(
        with_answerability=_fitted(FEATURES, values, answerable, found, tune),
        without=_fitted(PLAIN, values[:, : len(PLAIN)], answerable, found, tune),
    )
    if "--write" in sys.argv:
        CALIBRATION.write_text(calibrations.model_dump_json(indent=1) + "\n", "utf-8")
        print(f"written to {CALIBRATION.name}")


def _fitted(
    names: tuple[str, ...], values: Floats, answerable: Flags, found: Flags, tune: Flags
) -> Calibration:
    """The model of these features, fitted on the `tune` questions and printed with its figures."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000))
    folds = StratifiedKFold(10, shuffle=True, random_state=27925)
    held_out = cross_val_predict(
        model, values[tune], found[tune], cv=folds, method="predict_proba"
    )[:, 1]
    threshold = float(np.quantile(held_out[answerable[tune]], 1 - KEPT))
    model.fit(values[tune], found[tune])
    checked = model.predict_proba(values[~tune])[:, 1]

    for name, sure, part in (("tune, 10 folds", held_out, tune), ("check", checked, ~tune)):
        truth = answerable[part]
        print(
            f"{name:15} n={part.sum():3}  AUROC {roc_auc_score(truth, sure):.3f}  "
            f"(found in 3: {roc_auc_score(found[part], sure):.3f})  "
            f"kept {np.mean(sure[truth] >= threshold):.2f}  "
            f"caught {np.mean(sure[~truth] < threshold):.2f}"
        )
    scaler, logistic = model[0], model[1]
    for name, weight in zip(names, logistic.coef_[0], strict=True):
        print(f"  {name:14} {weight:+.3f}")
    print(f"  threshold      {threshold:.3f}")
    return Calibration(
        features=names,
        means=tuple(round(float(x), 6) for x in scaler.mean_),
        scales=tuple(round(float(x), 6) for x in scaler.scale_),
        weights=tuple(round(float(x), 6) for x in logistic.coef_[0]),
        bias=round(float(logistic.intercept_[0]), 6),
        threshold=round(threshold, 4),
    )


if __name__ == "__main__":
    main()
