"""Facts about mappings of columns to questions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MappingRemembered:
    """``columns`` pairs the keyed hash of a heading with what it is; ``values`` has triples of a
    question, the keyed hash of what a cell says, and the option that it means. No text of the file
    is kept: a heading or a cell may hold a name."""

    template: str
    template_version: int
    columns: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str, str], ...]


AnswerMappingEvent = MappingRemembered
