"""The draft as the coordinator saw it: whoever was slower learns so before anything is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.match_run.state import MatchRun
from shared.domain.errors import Conflict
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


def as_seen(
    service: Service, scope: Scope, run_id: str, command: type, *, key: str, expected: int | None
) -> MatchRun:
    """The run now. Raises ``Conflict`` where it is not at the expected version any more, unless this
    very command was carried out already; ``NotFound`` where there is none."""
    found = service.handler.existing(scope, MATCH_RUN, run_id)
    if expected in (None, found.version):
        return found.state
    if service.handler.carried_out(scope, MATCH_RUN, run_id, command, key):
        return found.state
    raise Conflict(f"it is at version {found.version} now, you saw {expected}")
