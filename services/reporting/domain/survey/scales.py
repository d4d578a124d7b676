"""The questions of the closing survey, and what is counted from the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any, Final

from services.reporting.domain.survey.events import Results
from services.reporting.domain.survey.statements import STATEMENTS, check_statements
from shared.domain.errors import Invalid

SCALES: Final[Mapping[str, tuple[int, int]]] = {
    "usefulness": (1, 10),
    "comfort": (1, 10),
    "support": (1, 10),
    "goal": (1, 10),
    "organisation": (1, 10),
    "recommend": (0, 10),
}
SATISFIED: Final = 7.0
"""Who gives this much on average, without the recommendation, counts as satisfied."""
SHOWN_FROM: Final = 5
"""Fewer answers than this are never shown: the school would know who said what."""
TEXT_MAX: Final = 4000


def check_answers(answers: Mapping[str, Any]) -> None:
    """Raises ``Invalid`` unless every scale has a whole number within its bounds."""
    scales = answers.get("scales", {})
    if set(scales) != set(SCALES):
        raise Invalid("answer every scale", {"scales": [f"exactly: {', '.join(SCALES)}"]})
    for name, (low, high) in SCALES.items():
        value = scales[name]
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise Invalid(
                "an answer is out of its scale", {f"scales.{name}": [f"from {low} to {high}"]}
            )
    check_statements(answers.get("statements", ()))
    if len(str(answers.get("text", ""))) > TEXT_MAX:
        raise Invalid("the text is too long", {"text": [f"at most {TEXT_MAX} characters"]})


def count(answers: Sequence[Mapping[str, Any]]) -> Results:
    """What is kept when a survey closes; every answer has passed :func:`check_answers`."""
    if not answers:
        return Results(0, 0, 0.0, {})
    scales = [answer["scales"] for answer in answers]
    rated = [name for name in SCALES if name != "recommend"]
    satisfied = sum(fmean(given[name] for name in rated) >= SATISFIED for given in scales)
    means = {name: round(fmean(given[name] for given in scales), 2) for name in rated}
    recommend = round(fmean(given["recommend"] for given in scales), 2)
    spread = {
        name: tuple(sum(given[name] == value for given in scales) for value in range(low, high + 1))
        for name, (low, high) in SCALES.items()
    }
    chosen = [code for answer in answers for code in answer.get("statements", ())]
    statements = {one.code: chosen.count(one.code) for one in STATEMENTS if one.code in chosen}
    return Results(len(scales), satisfied, recommend, means, spread, statements)
