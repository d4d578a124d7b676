"""A questionnaire as a form: what a browser sends as answers, and answers as words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import MultiDict

from gateway.numbers import number_in
from gateway.words import THEMES, day, iso_day
from shared.contracts.conditions import Question, questions_asked

Template = Mapping[str, Any]
DAYS: Final = {
    "mon": lazy("Monday"),
    "tue": lazy("Tuesday"),
    "wed": lazy("Wednesday"),
    "thu": lazy("Thursday"),
    "fri": lazy("Friday"),
    "sat": lazy("Saturday"),
    "sun": lazy("Sunday"),
}
HOURS: Final = range(8, 21)
QUESTION_KINDS: Final = {
    "choice": lazy("one of several answers"),
    "several": lazy("several answers"),
    "scale": lazy("a scale"),
    "matrix": lazy("a table of lines"),
    "text": lazy("own words"),
    "date": lazy("a date"),
    "themes": lazy("the list of themes"),
    "slots": lazy("days and hours"),
    "yes_no": lazy("yes or no"),
}
SOURCES: Final = {
    "self": lazy("the person"),
    "guardian": lazy("parent or guardian"),
    "psychologist": lazy("psychologist"),
    "social_worker": lazy("social worker"),
    "teacher": lazy("teacher"),
    "import": lazy("a file"),
}
FORM_KINDS: Final = {
    "mentee": lazy("mentee’s questionnaire"),
    "mentor": lazy("mentor’s questionnaire"),
    "third_party": lazy("information from others"),
}


def template_code(kind: str, source: str) -> str:
    outside = kind == "third_party" and source in SOURCES and source not in ("self", "import")
    return f"third_party_{source}" if outside else kind


def read_answers(template: Template, form: MultiDict[str, str]) -> dict[str, Any]:
    """What was answered of what is asked; the service judges whether it fits."""
    said = {q["code"]: _said(q, form) for q in template["questions"]}
    told = {code: value for code, value in said.items() if value not in (None, "", [], {})}
    asked = [question["code"] for question in questions_asked(template, told)]
    return {code: told[code] for code in asked if code in told}


def _said(question: Question, form: MultiDict[str, str]) -> Any:
    name = f"q.{question['code']}"
    match question["kind"]:
        case "several" | "themes" | "slots":
            return form.getlist(name)
        case "matrix":
            lines = {row["code"]: form.get(f"{name}.{row['code']}") for row in question["rows"]}
            return {row: option for row, option in lines.items() if option}
        case "yes_no":
            return {"yes": True, "no": False}.get(form.get(name, ""))
        case "scale":
            text = form.get(name, "").strip()
            found = number_in(text.removeprefix("-"))
            return text if found is None else -found if text.startswith("-") else found
        case "date":
            return iso_day(form.get(name, ""))
        case "text":
            return form.get(name, "").strip().replace("\r\n", "\n")
        case _:
            return form.get(name, "")


def sent_again(template: Template, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The answers as names and values of hidden fields, for the page of checking."""
    fields: list[tuple[str, str]] = []
    for question in template["questions"]:
        name, value = f"q.{question['code']}", answers.get(question["code"])
        if isinstance(value, dict):
            fields += [(f"{name}.{row}", option) for row, option in value.items()]
        elif isinstance(value, list):
            fields += [(name, str(one)) for one in value]
        elif isinstance(value, bool):
            fields.append((name, "yes" if value else "no"))
        elif value is not None:
            fields.append((name, str(value)))
    return fields


def problems(template: Template, fields: Mapping[str, list[str]]) -> dict[str, str]:
    """A sentence of the reader's language for every question that the service named."""
    wrong: dict[str, str] = {}
    for question in template["questions"]:
        told = fields.get(f"answers.{question['code']}")
        if told:
            wrong[question["code"]] = _problem(question, told[0])
    return wrong


def _problem(question: Question, told: str) -> str:
    if told == "an answer is required":
        return _("Please answer this question.")
    if told.startswith("choose at most"):
        return _("Choose at most %(most)s answers.", most=question.get("most"))
    match question["kind"]:
        case "choice":
            return _("Choose one of the answers.")
        case "matrix":
            return _("Choose an answer in every line.")
        case "scale":
            low, high = question.get("min", 1), question.get("max", 10)
            return _("Give a number from %(low)s to %(high)s.", low=low, high=high)
        case "text":
            return _("Write at most 4000 letters.")
        case "date":
            return _("Write the date like this: 01.09.2026.")
        case _:
            return _("This answer does not fit the question.")


def text(entry: Mapping[str, Any], language: str) -> str:
    """The title of a question, option or line; Russian where a school wrote no English."""
    title = entry["title"]
    return str(title.get(language) or title["ru"])


def in_words(question: Question, value: Any, language: str) -> list[str]:
    """An answer as lines to read."""
    options = {o["code"]: text(o, language) for o in question.get("options") or ()}
    if value in (None, "", [], {}):
        return []
    match question["kind"]:
        case "choice" | "several":
            chosen = value if isinstance(value, list) else [value]
            return [options.get(code, str(code)) for code in chosen]
        case "themes":
            return [str(THEMES.get(code, code)) for code in value]
        case "slots":
            return [slot_words(slot) for slot in value]
        case "matrix":
            rows = {row["code"]: text(row, language) for row in question["rows"]}
            return [f"{rows.get(r, r)} – {options.get(o, o)}" for r, o in value.items()]
        case "yes_no":
            return [_("yes") if value else _("no")]
        case "date":
            return [day(value)]
        case _:
            return str(value).split("\n")


def slot_words(slot: str) -> str:
    weekday, _dash, hour = slot.partition("-")
    return f"{DAYS.get(weekday, weekday)}, {hour}:00"


def condition(template: Template, question: Question) -> dict[str, list[str]]:
    """Earlier question → the values of its fields that call for this one."""
    found: dict[str, list[str]] = {}
    for code, wanted in (question.get("when") or {}).items():
        chosen = wanted if isinstance(wanted, list) else [wanted]
        found[code] = [_field_value(one) for one in chosen]
    return found


def condition_words(template: Template, question: Question, language: str) -> list[str]:
    """Each condition as «question: answer or answer»."""
    earlier = {one["code"]: one for one in template["questions"]}
    lines = []
    for code, wanted in (question.get("when") or {}).items():
        chosen = wanted if isinstance(wanted, list) else [wanted]
        if code in earlier:
            words = [
                w
                for one in chosen
                for w in in_words(earlier[code], _alone(earlier[code], one), language)
            ]
            answers = _(" or ").join(
                f"«{word}»" if language == "ru" else f"“{word}”" for word in words
            )
            lines.append(f"{text(earlier[code], language)} – {answers}")
    return lines


def _alone(question: Question, one: Any) -> Any:
    return [one] if question["kind"] in ("several", "themes") else one


def _field_value(one: Any) -> str:
    return ("yes" if one else "no") if isinstance(one, bool) else str(one)


def for_templates() -> dict[str, Any]:
    return {
        "DAYS": DAYS, "HOURS": HOURS, "QUESTION_KINDS": QUESTION_KINDS, "SOURCES": SOURCES,
        "FORM_KINDS": FORM_KINDS, "said_in_words": in_words, "condition": condition,
        "condition_words": condition_words, "text_of": text, "sent_again": sent_again,
    }  # fmt: skip
