"""Questions of a draft out of the editor's forms, and what the service finds wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import MultiDict

from gateway.numbers import number_in, number_or
from gateway.questions import QUESTION_KINDS, in_words, text
from gateway.words import THEMES
from shared.domain.ids import new_id

Draft = dict[str, Any]
LISTED: Final = {"choice": ("options",), "several": ("options",), "matrix": ("rows", "options")}
BLANKS: Final = 3
"""Empty lines at the end of a list, to add to it."""

_FAULTS: Final = {
    "this code is used twice": lazy("two of them have the same code"),
    "write the text in Russian": lazy("the Russian text is missing"),
    "a text has at most 500 letters": lazy("a text is longer than 500 letters"),
    "the list is too short or longer than 60 lines": lazy(
        "the list is too short, or longer than 60 lines"
    ),
    "matching reads this question, so its kind cannot change": lazy(
        "matching reads this question, so its kind cannot change"
    ),
    "matching does not know this option": lazy(
        "matching reads this question, so answers can be renamed or removed, not added"
    ),
    "matching needs this question, so it has to be asked of everybody": lazy(
        "matching needs this question, so it has to be asked of everybody"
    ),
    "a scale goes up, by at most 100 steps": lazy("a scale goes up, by at most 100 steps"),
    "the condition names no earlier question": lazy(
        "its condition names a question that does not stand before it any more"
    ),
    "this answer cannot be given to the earlier question": lazy(
        "its condition names an answer that the earlier question does not have"
    ),
    "allow at least one and no more than there are options": lazy(
        "allow at least one answer and no more than there are"
    ),
    "ask from 1 to 100 questions": lazy("ask from 1 to 100 questions"),
}


def empty_question(kind: str) -> Draft:
    kind = kind if kind in QUESTION_KINDS else "text"
    question: Draft = {"code": f"q_{new_id()[:8]}", "kind": kind, "title": {"ru": "", "en": ""}}
    if kind == "scale":
        question |= {"min": 1, "max": 5}
    return question | {name: [] for name in LISTED.get(kind, ())}


def question_from(form: MultiDict[str, str], draft: Draft, before: Draft) -> Draft:
    """The question as the form has it; its code stays, so that answers can be compared over years."""
    kind = before["kind"]
    made: Draft = {"code": before["code"], "kind": kind, "title": _title(form, "title")}
    made["required"] = form.get("required") == "yes"
    for name in LISTED.get(kind, ()):
        made[name] = _entries(form, name)
    if kind == "scale":
        made |= {"min": _number(form, "min", 1), "max": _number(form, "max", 5)}
    if kind == "several" and form.get("most", "").strip():
        made["most"] = _number(form, "most", 1)
    when = _conditions(form, draft)
    return made | {"when": when} if when else made


def _title(form: MultiDict[str, str], name: str) -> dict[str, str]:
    title = {"ru": form.get(f"{name}.ru", "").strip(), "en": form.get(f"{name}.en", "").strip()}
    return title if title["en"] else {"ru": title["ru"]}


def _entries(form: MultiDict[str, str], name: str) -> list[Draft]:
    """Lines with a text in either language; one that was emptied is removed."""
    entries = []
    for number in range(min(_number(form, f"{name}.count", 0), 100)):
        title = _title(form, f"{name}.{number}")
        if any(title.values()):
            code = form.get(f"{name}.{number}.code") or f"o_{new_id()[:8]}"
            entries.append({"code": code, "title": title})
    return entries


def _number(form: MultiDict[str, str], name: str, otherwise: int) -> int:
    plain = form.get(name, "").strip()
    return int(plain) if re.fullmatch(r"-?\d{1,4}", plain) else otherwise


def _conditions(form: MultiDict[str, str], draft: Draft) -> dict[str, Any]:
    kinds = {question["code"]: question["kind"] for question in draft["questions"]}
    wanted: dict[str, list[Any]] = {}
    for pair in form.getlist("when"):
        code, _equals, value = pair.partition("=")
        if code in kinds:
            wanted.setdefault(code, []).append(_condition_value(kinds[code], value))
    return wanted


def _condition_value(kind: str, value: str) -> Any:
    if kind == "yes_no":
        return value == "yes"
    return int(value) if kind == "scale" and re.fullmatch(r"-?\d{1,4}", value) else value


def conditions(earlier: Sequence[Draft], language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Earlier questions with the answers that a condition may ask for: (value, words)."""
    found = []
    for question in earlier:
        pairs = [
            (f"{question['code']}={_written(value)}", _words(question, value, language))
            for value in _possible(question)
        ]
        if pairs:
            found.append((text(question, language), pairs))
    return found


def _possible(question: Draft) -> list[Any]:
    match question["kind"]:
        case "choice" | "several":
            return [option["code"] for option in question.get("options") or ()]
        case "themes":
            return list(THEMES)
        case "yes_no":
            return [True, False]
        case "scale":
            return list(range(question.get("min", 1), question.get("max", 10) + 1))
        case _:
            return []


def _words(question: Draft, value: Any, language: str) -> str:
    said = [value] if question["kind"] in ("several", "themes") else value
    if value is False:
        return _("no")
    return ", ".join(in_words(question, said, language))


def _written(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def chosen_conditions(question: Draft) -> set[str]:
    chosen = set()
    for code, wanted in (question.get("when") or {}).items():
        for one in wanted if isinstance(wanted, list) else [wanted]:
            chosen.add(f"{code}={_written(one)}")
    return chosen


def with_question(draft: Draft, index: int, question: Draft) -> Draft:
    questions = list(draft["questions"])
    questions[index : index + 1] = [question]
    return {**draft, "questions": questions}


def changed(draft: Draft, form: MultiDict[str, str]) -> Draft:
    """The draft after one button of its list of questions."""
    action, _colon, place = form.get("action", "").partition(":")
    questions = list(draft["questions"])
    index = number_or(place, 0) - 1
    if action == "title":
        return {**draft, "title": _title(form, "title")}
    if not 0 <= index < len(questions):
        return draft
    moved = questions.pop(index)
    if action == "up":
        questions.insert(max(index - 1, 0), moved)
    elif action == "down":
        questions.insert(index + 1, moved)
    elif action != "remove":
        return draft
    return {**draft, "questions": questions}


def faults(draft: Draft, fields: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Where and why the draft was refused, in the reader's language."""
    return tuple(
        f"{_where(draft, place)}: {_why(why)}." for place, found in fields.items() for why in found
    )


def _where(draft: Draft, place: str) -> str:
    parts = place.split(".")
    number = number_in(parts[1]) if parts[0] == "questions" and len(parts) > 1 else None
    if number is None:
        return _("The questionnaire")
    line = number_in(parts[3]) if len(parts) > 3 and parts[2] in ("options", "rows") else None
    if line is not None:
        return _("Question %(number)s, line %(line)s", number=number + 1, line=line + 1)
    return _("Question %(number)s", number=number + 1)


def _why(why: str) -> str:
    needed = re.fullmatch(r"the question “(\w+)” is needed for finding a match", why)
    if needed:
        return _("matching needs the question that was removed")
    return str(_FAULTS.get(why, _("it does not fit")))
