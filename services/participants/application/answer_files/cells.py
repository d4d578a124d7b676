"""What a cell of an export says, as an answer of the question's kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from services.participants.application.imports import values
from services.participants.domain.answers import TEXT_MAX
from shared.contracts.conditions import Question
from shared.contracts.features import THEMES

Known = Callable[[str, str], str | None]
"""(question code, cell's text) → the option that a coordinator has said it means."""

_THEME_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "studies": ("учёба", "studies", "studies by subject", "успеваемость", "помощь по предмету"),
    "exams": ("экзамены", "exams", "подготовка к экзаменам", "огэ", "егэ"),
    "olympiads": ("олимпиады", "olympiads", "олимпиада", "конкурсы и олимпиады"),
    "profession": ("выбор профессии", "choice of profession", "профориентация", "профессия"),
    "social_ties": ("общение", "social ties", "друзья", "отношения со сверстниками"),
    "confidence": ("уверенность в себе", "confidence", "уверенность"),
    "creative_project": ("творческий проект", "creative project", "творчество"),
    "research_project": ("исследовательский проект", "research project", "исследование"),
    "adaptation": ("адаптация", "adaptation"),
    "teaching_methods": ("методика преподавания", "teaching methods", "методика"),
    "digital_skills": ("цифровые навыки", "digital skills", "икт"),
}
_YES: Final = frozenset({"да", "yes", "true", "согласен", "согласна", "можно", "готов", "готова"})
_NO: Final = frozenset({"нет", "no", "false", "не согласен", "не согласна", "нельзя", "не готов"})


class Unread(Exception):
    """The cell does not say an answer of this question. ``parts`` are the texts not understood."""

    def __init__(self, reason: str, parts: Iterable[str] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.parts = tuple(parts)


def plain(text: str) -> str:
    """As compared: without case, ё, punctuation and repeated spaces."""
    return " ".join(re.findall(r"\w+", text.casefold().replace("ё", "е")))


def read_cell(question: Question, text: str, known: Known) -> Any:
    """Raises Unread."""
    kind = question["kind"]
    if kind in ("choice", "several", "themes"):
        chosen = _chosen(question, text, known)
        if kind != "choice":
            return chosen
        if len(chosen) != 1:
            raise Unread("one-option", [text])
        return chosen[0]
    return _READERS[kind](question, text)


def read_line(question: Question, text: str, known: Known) -> str:
    """A cell of a matrix: one option. Raises Unread."""
    chosen = _chosen(question, text, known)
    if len(chosen) != 1:
        raise Unread("one-option", [text])
    return chosen[0]


def options_of(question: Question) -> dict[str, tuple[str, ...]]:
    """Option → the texts that mean it."""
    if question["kind"] == "themes":
        return {theme: _THEME_TEXTS[theme] for theme in THEMES}
    return {
        option["code"]: (*option["title"].values(), option["code"])
        for option in question.get("options") or ()
    }


def _chosen(question: Question, text: str, known: Known) -> list[str]:
    """An option may hold a comma itself, so the longest run of parts that is known wins."""
    table = {plain(t): code for code, texts in options_of(question).items() for t in texts if t}

    def meant(part: str) -> str | None:
        return table.get(plain(part)) or known(question["code"], part)

    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    found: list[str] = []
    unread: list[str] = []
    start = 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            option = meant(", ".join(parts[start:end]))
            if option is not None:
                found.append(option)
                start = end
                break
        else:
            unread.append(parts[start])
            start += 1
    if unread:
        raise Unread("option", unread)
    return list(dict.fromkeys(found))


def _scale(question: Question, text: str) -> int:
    match = re.match(r"-?\d+", text)
    low, high = question.get("min", 1), question.get("max", 10)
    if match is None or not low <= int(match[0]) <= high:
        raise Unread("scale")
    return int(match[0])


def _text(question: Question, text: str) -> str:
    if len(text) > TEXT_MAX:
        raise Unread("long")
    return text


def _yes_no(question: Question, text: str) -> bool:
    words = plain(text)
    first = words.split(" ", 1)[0] if words else ""
    if words in _NO or first in ("нет", "no"):
        return False
    if words in _YES or first in ("да", "yes"):
        return True
    raise Unread("yes-no")


def _date(question: Question, text: str) -> str:
    try:
        return values.any_date(text).isoformat()
    except ValueError as error:
        raise Unread("date") from error


def _slots(question: Question, text: str) -> list[str]:
    try:
        return list(values.times(text))
    except ValueError as error:
        raise Unread("time") from error


_READERS: Final[Mapping[str, Callable[[Question, str], Any]]] = {
    "scale": _scale,
    "text": _text,
    "yes_no": _yes_no,
    "date": _date,
    "slots": _slots,
}
