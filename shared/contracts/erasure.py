"""What every service that holds data of participants' people tells after an erasure."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.erasing import Kept
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class SubjectErased:
    """Nothing of the subject, a person or a card of the message's tenant, can be read any more in
    the service of the topic; ``kept`` is what it must keep all the same."""

    subject: PersonId
    kept: tuple[Kept, ...]
