"""The last mapping holds; what was known of other files' columns and values stays known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.participants.domain.answer_mapping.commands import Remember
from services.participants.domain.answer_mapping.events import MappingRemembered
from shared.domain.decider import Decider
from shared.domain.errors import Invalid

ENTRIES_MAX = 2000


@dataclass(frozen=True, slots=True)
class AnswerMapping:
    """``columns``: heading's hash → target; ``values``: (question, cell's hash) → option."""

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, str], str] = field(default_factory=dict)


def decide(command: Remember, mapping: AnswerMapping) -> Sequence[MappingRemembered]:
    columns = tuple(
        (heading, target)
        for heading, target in command.columns
        if mapping.columns.get(heading) != target
    )
    values = tuple(
        (question, cell, option)
        for question, cell, option in command.values
        if mapping.values.get((question, cell)) != option
    )
    if not columns and not values:
        return []
    if len(mapping.columns) + len(mapping.values) + len(columns) + len(values) > ENTRIES_MAX:
        raise Invalid("too much is mapped to this version already")
    return [MappingRemembered(command.template, command.template_version, columns, values)]


def evolve(mapping: AnswerMapping, event: MappingRemembered) -> AnswerMapping:
    values = {(question, cell): option for question, cell, option in event.values}
    return AnswerMapping({**mapping.columns, **dict(event.columns)}, {**mapping.values, **values})


ANSWER_MAPPING: Decider[Remember, MappingRemembered, AnswerMapping] = Decider(
    "answer_mapping", (MappingRemembered,), AnswerMapping(), decide, evolve
)
