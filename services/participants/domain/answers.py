"""Whether answers fit their questionnaire; the template is data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from shared.contracts.features import THEMES
from shared.domain.errors import Invalid

TEXT_MAX = 4000
_SLOT = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)-([01]\d|2[0-3])")


def check_answers(template: Mapping[str, Any], answers: Mapping[str, Any]) -> None:
    """Raises Invalid naming every answer that does not fit."""
    questions = {question["code"]: question for question in template["questions"]}
    wrong: dict[str, list[str]] = {
        f"answers.{code}": ["there is no such question"]
        for code in answers
        if code not in questions
    }
    for code, question in questions.items():
        said = answers.get(code)
        if said is None or said == "" or said == []:
            if question.get("required") and _asked(question, answers):
                wrong[f"answers.{code}"] = ["an answer is required"]
            continue
        problem = _CHECKS[question["kind"]](question, said)
        if problem:
            wrong[f"answers.{code}"] = [problem]
    if wrong:
        raise Invalid("the answers do not fit the questionnaire", wrong)


def check_template(template: Mapping[str, Any]) -> None:
    """Raises Invalid where a template could not be answered."""
    wrong: dict[str, list[str]] = {}
    seen: set[str] = set()
    for number, question in enumerate(template["questions"]):
        place = f"questions.{number}"
        if question["code"] in seen:
            wrong[place] = ["this code is used twice"]
        if question["kind"] not in _CHECKS:
            wrong[place] = ["there is no such kind of question"]
        elif question["kind"] in ("choice", "several") and not question.get("options"):
            wrong[place] = ["a choice needs options"]
        seen.add(question["code"])
    if wrong:
        raise Invalid("the questionnaire is not usable", wrong)


def _asked(question: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    condition = question.get("when", {})
    return all(_holds(answers.get(code), wanted) for code, wanted in condition.items())


def _holds(said: Any, wanted: Any) -> bool:
    return wanted in said if isinstance(said, list | tuple) else said == wanted


def _codes(question: Mapping[str, Any]) -> set[str]:
    return {option["code"] for option in question.get("options", ())}


def _choice(question: Mapping[str, Any], said: Any) -> str:
    return "" if isinstance(said, str) and said in _codes(question) else "choose one of the options"


def _several(question: Mapping[str, Any], said: Any) -> str:
    fits = isinstance(said, list | tuple) and set(map(str, said)) <= _codes(question)
    return "" if fits else "choose from the options"


def _themes(question: Mapping[str, Any], said: Any) -> str:
    fits = isinstance(said, list | tuple) and set(map(str, said)) <= set(THEMES)
    return "" if fits else "choose from the list of themes"


def _slots(question: Mapping[str, Any], said: Any) -> str:
    fits = isinstance(said, list | tuple) and all(_SLOT.fullmatch(str(slot)) for slot in said)
    return "" if fits else "times look like mon-15"


def _scale(question: Mapping[str, Any], said: Any) -> str:
    low, high = question.get("min", 1), question.get("max", 10)
    number = isinstance(said, int | float) and not isinstance(said, bool)
    return "" if number and low <= said <= high else f"a number from {low} to {high}"


def _text(question: Mapping[str, Any], said: Any) -> str:
    return "" if isinstance(said, str) and len(said) <= TEXT_MAX else f"at most {TEXT_MAX} letters"


def _yes_no(question: Mapping[str, Any], said: Any) -> str:
    return "" if isinstance(said, bool) else "yes or no"


def _date(question: Mapping[str, Any], said: Any) -> str:
    try:
        date.fromisoformat(said)
    except (TypeError, ValueError):
        return "a date such as 2026-09-01"
    return ""


_CHECKS: Mapping[str, Callable[[Mapping[str, Any], Any], str]] = {
    "choice": _choice,
    "several": _several,
    "themes": _themes,
    "slots": _slots,
    "scale": _scale,
    "text": _text,
    "yes_no": _yes_no,
    "date": _date,
}
