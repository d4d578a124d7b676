"""Whether answers fit the exact version of their questionnaire; the template is data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from shared.contracts.conditions import Question, questions_asked
from shared.contracts.features import THEMES
from shared.domain.errors import Invalid

TEXT_MAX = 4000
_SLOT = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)-([01]\d|2[0-3])")


def check_answers(template: Mapping[str, Any], answers: Mapping[str, Any]) -> None:
    """Raises Invalid with a sentence for every question whose answer does not fit."""
    wrong = {f"answers.{code}": [why] for code, why in answer_faults(template, answers).items()}
    if wrong:
        raise Invalid("the answers do not fit the questionnaire", wrong)


def answer_faults(template: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, str]:
    """Question code → what is wrong with its answer."""
    known = {question["code"] for question in template["questions"]}
    asked = {question["code"] for question in questions_asked(template, answers)}
    wrong = {code: "there is no such question" for code in answers if code not in known}
    for question in template["questions"]:
        code = question["code"]
        said = answers.get(code)
        if is_empty(said):
            if question.get("required") and code in asked:
                wrong[code] = "an answer is required"
        elif code not in asked:
            wrong[code] = "the earlier answers do not lead to this question"
        elif problem := _CHECKS[question["kind"]](question, said):
            wrong[code] = problem
    return wrong


def is_empty(said: Any) -> bool:
    return said is None or said == "" or said == [] or said == {}


def _codes(question: Question, name: str = "options") -> set[str]:
    return {entry["code"] for entry in question.get(name) or ()}


def _choice(question: Question, said: Any) -> str:
    return "" if isinstance(said, str) and said in _codes(question) else "choose one of the options"


def _several(question: Question, said: Any) -> str:
    if not isinstance(said, list | tuple) or not set(map(str, said)) <= _codes(question):
        return "choose from the options"
    most = question.get("most")
    return f"choose at most {most}" if most is not None and len(set(said)) > most else ""


def _matrix(question: Question, said: Any) -> str:
    if not isinstance(said, Mapping) or not set(said) <= _codes(question, "rows"):
        return "answer each line with one of the options"
    if any(not isinstance(one, str) or one not in _codes(question) for one in said.values()):
        return "answer each line with one of the options"
    if question.get("required") and set(said) != _codes(question, "rows"):
        return "answer every line"
    return ""


def _themes(question: Question, said: Any) -> str:
    fits = isinstance(said, list | tuple) and set(map(str, said)) <= set(THEMES)
    return "" if fits else "choose from the list of themes"


def _slots(question: Question, said: Any) -> str:
    fits = isinstance(said, list | tuple) and all(_SLOT.fullmatch(str(slot)) for slot in said)
    return "" if fits else "times look like mon-15"


def _scale(question: Question, said: Any) -> str:
    low, high = question.get("min", 1), question.get("max", 10)
    number = isinstance(said, int | float) and not isinstance(said, bool)
    return "" if number and low <= said <= high else f"a number from {low} to {high}"


def _text(question: Question, said: Any) -> str:
    return "" if isinstance(said, str) and len(said) <= TEXT_MAX else f"at most {TEXT_MAX} letters"


def _yes_no(question: Question, said: Any) -> str:
    return "" if isinstance(said, bool) else "yes or no"


def _date(question: Question, said: Any) -> str:
    try:
        date.fromisoformat(said)
    except (TypeError, ValueError):
        return "a date such as 2026-09-01"
    return ""


_CHECKS: Mapping[str, Callable[[Question, Any], str]] = {
    "choice": _choice,
    "several": _several,
    "matrix": _matrix,
    "themes": _themes,
    "slots": _slots,
    "scale": _scale,
    "text": _text,
    "yes_no": _yes_no,
    "date": _date,
}
