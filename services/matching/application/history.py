"""What somebody changed in a draft since another looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from services.matching.domain.match_run import events
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.match_run.state import Status
from shared.domain.envelope import Recorded
from shared.domain.ids import ActorId, PersonId, stream_id
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Changed:
    """``kind``: paired, apart, locked, unlocked, banned, mode, adopted, discarded or dropped."""

    version: int
    at: str
    actor: ActorId
    kind: str
    mentee: PersonId | None = None
    mentor: PersonId | None = None
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """The version and the status now, and the first ``MOST`` changes."""

    version: int
    status: Status
    changes: tuple[Changed, ...]


def changes_since(service: Service, scope: Scope, run_id: str, version: int) -> Since:
    """What was changed after the version given. Raises NotFound."""
    now = service.handler.existing(scope, MATCH_RUN, run_id)
    stored = service.store.since(scope.tenant, stream_id(MATCH_RUN.category, run_id), version)
    told = [change for one in stored if (change := _told(one)) is not None]
    return Since(now.version, now.state.status, tuple(told[:MOST]))


def _told(recorded: Recorded[events.RunEvent]) -> Changed | None:
    about = _about(recorded.event)
    if about is None:
        return None
    kind, mentee, mentor, mode = about
    at = recorded.recorded_at.isoformat()
    return Changed(recorded.version, at, recorded.actor, kind, mentee, mentor, mode)


def _about(
    event: events.RunEvent,
) -> tuple[str, PersonId | None, PersonId | None, str] | None:
    match event:
        case events.PairProposed(mode=""):
            return "paired", event.mentee, event.mentor, ""
        case events.PairTakenApart(mentee):
            return "apart", mentee, None, ""
        case events.PairLocked(mentee, mentor):
            return "locked", mentee, mentor, ""
        case events.PairUnlocked(mentee):
            return "unlocked", mentee, None, ""
        case events.PairBanned(mentor, mentee):
            return "banned", mentee, mentor, ""
        case events.ModeChosen(mode):
            return "mode", None, None, mode
        case events.RunAdopted():
            return "adopted", None, None, ""
        case events.RunDiscarded():
            return "discarded", None, None, ""
        case events.PersonDropped(person):
            return "dropped", person, None, ""
        case _:
            return None
