"""What may be asked of a pseudonym."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PersonId, ProgrammeId, derived_id
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Draw:
    """``replace`` draws a new one where the old can no longer be read."""

    person: PersonId
    programme: ProgrammeId
    pseudonym: Personal
    replace: bool = False


PseudonymCommand = Draw


def pseudonym_id(person: PersonId, programme: ProgrammeId) -> str:
    return derived_id("pseudonym", person, programme)
