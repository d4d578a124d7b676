"""Which column is which question: proposed from the texts, decided once, remembered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from services.participants.application.answer_files.cells import options_of, plain
from services.participants.application.templates import Template
from services.participants.domain.answer_mapping import commands
from services.participants.domain.answer_mapping.commands import mapping_id
from services.participants.domain.answer_mapping.decider import ANSWER_MAPPING, AnswerMapping
from shared.domain.errors import Invalid
from shared.eventstore.handler import Outcome
from shared.service import Service
from shared.tenancy.scope import Scope

SKIP: Final = "skip"
TIMESTAMP: Final = "timestamp"
PERSON: Final[Mapping[str, tuple[str, ...]]] = {
    "person.name": (
        "фио", "ф и о", "фамилия", "имя", "отчество", "фамилия имя отчество", "ваше имя",
        "ваши фамилия имя отчество", "ваше фио", "фамилия и имя", "name", "full name", "your name",
        "ученик", "фио ученика", "фио ребенка", "имя и фамилия ребенка", "ребенок",
    ),
    "person.birth_date": ("дата рождения", "дата рождения ребенка", "date of birth"),
    "person.group": ("класс", "ваш класс", "класс ребенка", "class"),
    TIMESTAMP: (
        "отметка времени", "timestamp", "время создания", "дата создания", "created",
        "время отправки", "дата и время",
    ),
}  # fmt: skip
_LIKE: Final = 0.78


@dataclass(frozen=True, slots=True)
class Mapped:
    """Heading → target, as far as it was decided for this file's headings."""

    targets: dict[str, str]
    remembered: bool
    state: AnswerMapping


def targets_of(template: Template) -> list[str]:
    """All that a column may be: about the person, a question, a line of a matrix, or nothing."""
    found = [SKIP, *PERSON]
    for question in template["questions"]:
        if question["kind"] == "matrix":
            found += [f"q.{question['code']}.{row['code']}" for row in question["rows"]]
        else:
            found.append(f"q.{question['code']}")
    return found


def mapped(service: Service, scope: Scope, template: Template, headings: Iterable[str]) -> Mapped:
    """What is remembered of these headings; the rest as proposed from their texts."""
    headings = [heading for heading in headings if heading]
    state = _state(service, scope, template)
    proposed = _proposed(template, headings)
    allowed = set(targets_of(template))
    targets = {}
    known = 0
    for heading in headings:
        target = state.columns.get(_digest(service, scope, heading))
        known += target in allowed
        targets[heading] = target if target in allowed else proposed.get(heading, SKIP)
    return Mapped(targets, bool(headings) and known == len(headings), state)


def remember(
    service: Service,
    scope: Scope,
    template: Template,
    columns: Mapping[str, str],
    values: Iterable[tuple[str, str, str]],
    *,
    key: str,
) -> Outcome:
    """``values``: (question, what the cell says, the option it means). Raises Invalid for what the
    template does not have, and for two columns of one question."""
    _check(template, columns, values := tuple(values))
    command = commands.Remember(
        template["code"],
        template["version"],
        tuple((_digest(service, scope, heading), target) for heading, target in columns.items()),
        tuple(
            (question, _digest(service, scope, plain(cell)), option)
            for question, cell, option in values
        ),
    )
    id = mapping_id(template["code"], template["version"])
    return service.handler.handle(scope, ANSWER_MAPPING, id, command, key=key)


def option_known(
    service: Service, scope: Scope, mapping: AnswerMapping, question: str, text: str
) -> str | None:
    if not mapping.values:
        return None
    return mapping.values.get((question, _digest(service, scope, plain(text))))


def _check(
    template: Template, columns: Mapping[str, str], values: Iterable[tuple[str, str, str]]
) -> None:
    allowed = set(targets_of(template))
    options = {question["code"]: options_of(question) for question in template["questions"]}
    wrong: dict[str, list[str]] = {}
    taken: set[str] = set()
    for number, target in enumerate(columns.values()):
        if target not in allowed:
            wrong[f"columns.{number}"] = ["the questionnaire has no such question"]
        elif target in taken and target not in (SKIP, "person.name"):
            wrong[f"columns.{number}"] = ["another column is this question already"]
        taken.add(target)
    if "person.name" not in taken:
        wrong["columns"] = ["say which column has the person's name"]
    for number, (question, _cell, option) in enumerate(values):
        if option not in options.get(question, {}):
            wrong[f"values.{number}"] = ["the question has no such option"]
    if wrong:
        raise Invalid("the columns are not mapped yet", wrong)


def _proposed(template: Template, headings: Iterable[str]) -> dict[str, str]:
    texts = dict(_texts(template))
    taken: set[str] = set()
    found: dict[str, str] = {}
    for heading in headings:
        target = _nearest(heading, texts)
        if target is not None and (target not in taken or target == "person.name"):
            found[heading] = target
            taken.add(target)
    return found


def _texts(template: Template) -> Iterable[tuple[str, str]]:
    """Comparable text → target; a grid of Google's heads its columns «question [line]»."""
    for target, words in PERSON.items():
        yield from ((plain(word), target) for word in words)
    for question in template["questions"]:
        titles = [*question["title"].values()]
        if question["kind"] != "matrix":
            yield from ((plain(title), f"q.{question['code']}") for title in titles if title)
            continue
        for row in question["rows"]:
            for title, line in zip(titles, row["title"].values(), strict=False):
                yield plain(f"{title} [{line}]"), f"q.{question['code']}.{row['code']}"


def _nearest(heading: str, texts: Mapping[str, str]) -> str | None:
    words = plain(re.sub(r"\s*\(\d+\)$", "", heading))
    if words in texts:
        return texts[words]
    if len(words.split()) < 3:
        return None
    best = max(texts, key=lambda text: _likeness(words, text), default="")
    return texts[best] if best and _likeness(words, best) >= _LIKE else None


def _likeness(one: str, other: str) -> float:
    """1 for the same text; high for few letters or few words of difference."""
    words, others = set(one.split()), set(other.split())
    shared = len(words & others) / len(words | others) if words | others else 0.0
    return max(shared, SequenceMatcher(None, one, other).ratio())


def _state(service: Service, scope: Scope, template: Template) -> AnswerMapping:
    id = mapping_id(template["code"], template["version"])
    return service.handler.state(scope, ANSWER_MAPPING, id).state


def _digest(service: Service, scope: Scope, text: str) -> str:
    return service.vault.digest(scope.tenant, f"answer file|{plain(text)}")
