"""What may be asked of a mapping."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import derived_id


@dataclass(frozen=True, slots=True)
class Remember:
    template: str
    template_version: int
    columns: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str, str], ...]


AnswerMappingCommand = Remember


def mapping_id(template: str, version: int) -> str:
    return derived_id("answer_mapping", template, str(version))
