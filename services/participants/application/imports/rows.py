"""What one row means: facts to bring in, or what is wrong with which cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from services.participants.application.imports import values
from services.participants.application.imports.workbook import Row

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """``column`` is the column's code, ``reason`` a code of ``values.REASONS``."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class PersonFacts:
    name: str
    birth_date: date
    contact: str = ""
    group: str = ""
    guardian_name: str = ""
    guardian_contact: str = ""


@dataclass(frozen=True, slots=True)
class RowFacts:
    """``answers`` fits the questionnaire's template; ``kind`` and ``capacity`` are a mentor's."""

    person: PersonFacts
    kind: str = ""
    capacity: int = 0
    checked_until: date | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


class _Cells:
    """Reads cells one by one and collects what is wrong instead of stopping at the first."""

    def __init__(self, row: Row) -> None:
        self._cells = row.cells
        self.problems: list[Problem] = []

    def read(self, column: str, parse: Callable[[str], T], fallback: T) -> T:
        return self.read_whole(column, lambda cells: parse(cells.get(column, "")), fallback)

    def read_whole(self, column: str, parse: Callable[[Mapping[str, str]], T], fallback: T) -> T:
        try:
            return parse(self._cells)
        except ValueError as error:
            reason = str(error)
            self.problems.append(Problem(column, reason if reason in values.REASONS else "refused"))
            return fallback


_NOBODY = date(1900, 1, 1)


def read_row(kind: str, row: Row, today: date) -> RowFacts | tuple[Problem, ...]:
    """The row's facts, or everything that is wrong with it."""
    cells = _Cells(row)
    person = _person(cells, today, answers_only=kind.endswith("_answers"))
    facts = RowFacts(person)
    if kind == "mentor_list":
        facts = RowFacts(
            person,
            kind=cells.read("kind", values.mentor_kind, ""),
            capacity=cells.read("capacity", values.capacity, 0),
            checked_until=cells.read("checked_until", _date_or_nothing, None),
        )
    elif kind.endswith("_answers"):
        facts = RowFacts(person, answers=_answers(cells, kind))
    return tuple(cells.problems) or facts


def _person(cells: _Cells, today: date, *, answers_only: bool) -> PersonFacts:
    name = cells.read_whole("name", values.person_name, "")
    born = cells.read("birth_date", lambda text: values.birth_date(text, today), _NOBODY)
    if answers_only:
        return PersonFacts(name, born)
    return PersonFacts(
        name,
        born,
        contact=cells.read("contact", values.contact, ""),
        group=cells.read_whole("group", values.school_class, ""),
        guardian_name=cells.read("guardian_name", _name_or_nothing, ""),
        guardian_contact=cells.read("guardian_contact", values.contact, ""),
    )


def _answers(cells: _Cells, kind: str) -> dict[str, Any]:
    nothing: tuple[str, ...] = ()
    interests, other = cells.read("interests", values.interests, (nothing, nothing))
    own = cells.read("own_words", str, "")
    answers: dict[str, Any] = {
        "forms": list(cells.read("forms", values.forms, nothing)),
        "themes": list(cells.read("themes", values.themes, nothing)),
        "times": list(cells.read("times", values.times, nothing)),
        "way": cells.read("way", values.way, "mixed"),
        "languages": list(cells.read("languages", values.languages, nothing)),
        "interests": list(interests),
        "group_ok": cells.read("group_ok", values.yes, False),
    }
    rest = "; ".join(filter(None, (own, ", ".join(other))))
    if kind == "mentee_answers":
        answers["request"] = rest or cells.read("themes", str, "")
    elif rest:
        answers["wishes"] = rest
    return answers


def _date_or_nothing(text: str) -> date | None:
    return values.any_date(text) if text else None


def _name_or_nothing(text: str) -> str:
    return values.full_name(text) if text else ""
