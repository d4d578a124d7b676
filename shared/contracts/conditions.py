"""Which questions of a questionnaire are asked, given the answers: the same for service and pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Question = Mapping[str, Any]


def questions_asked(template: Mapping[str, Any], answers: Mapping[str, Any]) -> list[Question]:
    """In order; an answer to a question that is not asked itself brings up no other."""
    seen: dict[str, Any] = {}
    found: list[Question] = []
    for question in template["questions"]:
        if _asked(question, seen):
            found.append(question)
            seen[question["code"]] = answers.get(question["code"])
    return found


def _asked(question: Question, answers: Mapping[str, Any]) -> bool:
    """``when`` maps an earlier question to the answer it needs, or to several of which one will
    do; every condition has to hold."""
    conditions: Mapping[str, Any] = question.get("when") or {}
    return all(_holds(answers.get(code), wanted) for code, wanted in conditions.items())


def _holds(said: Any, wanted: Any) -> bool:
    if isinstance(wanted, list | tuple):
        return any(_holds(said, one) for one in wanted)
    if isinstance(said, list | tuple):
        return wanted in said
    return said is not None and type(said) is type(wanted) and bool(said == wanted)
