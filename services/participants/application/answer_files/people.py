"""Whose answers a row holds: found among the year's candidates, never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.participants.application.answer_files.cells import plain
from services.participants.application.imports import values
from services.participants.domain.questionnaire_response.events import Kind
from shared.domain.ids import PersonId
from shared.service import Service
from shared.tenancy.scope import Scope


@dataclass(frozen=True, slots=True)
class Described:
    """A person as a row tells of them; what is empty is not compared."""

    name: frozenset[str]
    birth_date: str = ""
    group: str = ""

    @classmethod
    def of(cls, said: Mapping[str, Sequence[str]]) -> Described:
        def text(target: str) -> str:
            return " ".join(said.get(target, ()))

        return cls(
            frozenset(plain(text("person.name")).split()),
            _date(text("person.birth_date")),
            _group(text("person.group")),
        )


class Candidates:
    """This year's candidates of the role that the questionnaire is about, opened for comparing."""

    def __init__(self, service: Service, scope: Scope, kind: Kind, year: str) -> None:
        role = "mentor" if kind == "mentor" else "mentee"
        wanted = service.views.reader(scope, "candidates").all({"year": year, "role": role})
        groups = {row["person"]: row["group"] for row in wanted}
        rows = service.views.reader(scope, "people").all({"id": {"$in": list(groups)}})
        tokens = {row[name] for row in rows for name in ("name", "birth_date")}
        texts = service.vault.open_many(scope.tenant, {*tokens, *groups.values()} - {""})
        self._people: dict[PersonId, Described] = {
            PersonId(row["id"]): Described(
                frozenset(plain(texts.get(row["name"]) or "").split()),
                texts.get(row["birth_date"]) or "",
                _group(texts.get(groups[row["id"]]) or ""),
            )
            for row in rows
        }
        self._by_word: dict[str, set[PersonId]] = {}
        for person, one in self._people.items():
            for word in one.name:
                self._by_word.setdefault(word, set()).add(person)

    def find(self, said: Described) -> tuple[PersonId | None, str]:
        """The one person who fits, or the reason why there is none. A name with fewer words fits
        a longer one, as «Иванов Иван» does «Иванов Иван Петрович», unless two people fit."""
        if len(said.name) < 2:
            return None, "no-name"
        named = set.intersection(*(self._by_word.get(word, set()) for word in said.name))
        fits = [person for person in named if self._agrees(self._people[person], said)]
        exact = [person for person in fits if self._people[person].name == said.name]
        found = exact or fits
        if len(found) == 1:
            return found[0], ""
        return None, "several-people" if found else "unknown-person"

    @staticmethod
    def _agrees(one: Described, said: Described) -> bool:
        """What both know has to be the same."""
        return not (
            (said.birth_date and one.birth_date and said.birth_date != one.birth_date)
            or (said.group and one.group and said.group != one.group)
        )


def _date(text: str) -> str:
    try:
        return values.any_date(text).isoformat() if text else ""
    except ValueError:
        return text


def _group(text: str) -> str:
    return plain(text).replace(" ", "").removesuffix("класс")
