"""Whose survey it is, and who may answer it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

Role = Literal["mentee", "mentor", "guardian", "teacher", "head", "partner"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
CONSENTING: Final[frozenset[str]] = frozenset({"mentee", "mentor"})
"""Participants answer under their name, sealed, with their consent, and may add a text. All others
answer under a keyed mark of this survey alone: scales and statements, no text."""
ANSWERERS: Final[Mapping[str, frozenset[str]]] = {
    "mentee": frozenset({"mentee"}),
    "mentor": frozenset({"mentor"}),
    "guardian": frozenset({"guardian"}),
    "teacher": frozenset({"teacher", "psychologist", "social_worker", "coordinator"}),
    "head": frozenset({"head"}),
    "partner": frozenset(),
}
"""Survey → roles of an account. A coordinator enters paper forms besides, a partner's always."""
