"""The one place where a person and their pseudonym stand together; sealed, so that it can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from shared.domain.ids import PersonId, ProgrammeId
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class PseudonymDrawn:
    person: PersonId
    programme: ProgrammeId
    pseudonym: Annotated[Personal, About("person", purpose="participation")]


PseudonymEvent = PseudonymDrawn
