"""What the routes of a pairing share: new ids, and on whose behalf one may speak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from services.meetings.application.access import COORDINATOR, STAFF
from services.meetings.application.terms import rules_of, school_day
from services.meetings.domain.meeting_series.commands import SeriesCommand
from services.meetings.domain.meeting_series.decider import MEETING_SERIES
from shared.domain.errors import Forbidden, Invalid
from shared.domain.ids import PersonId, derived_id
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome
from shared.http.api import accepted, current, reader
from shared.http.gate import unconsented
from shared.projections.reader import PAGE_MAX

USUAL_MINUTES: Final = 45
"""Never looked up: a repeated request must ask for the same."""


def school_today() -> date:
    now = current()
    return school_day(now.service, rules_of(now.service, now.scope))


def new_id(kind: str) -> str:
    """The same for a repeated request: it follows from the idempotency key."""
    now = current()
    return derived_id(kind, now.scope.tenant, now.scope.actor, now.key)


def speaking_for(person: str) -> PersonId:
    """Oneself, or anybody for the coordinator who enters it from paper. Raises Forbidden."""
    scope = current().scope
    if not scope.roles & COORDINATOR and scope.person != person:
        raise Forbidden("one speaks for oneself")
    return PersonId(person)


def visible(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows about pairings, without those in which somebody is denied."""
    ids = sorted({row["pairing"] for row in rows})
    shown = reader("pairings").find({"id": {"$in": ids}}, limit=PAGE_MAX).items
    seen = {row["id"] for row in shown}
    return [row for row in rows if row["pairing"] in seen]


def own(wanted: dict[str, Any]) -> dict[str, Any]:
    """The filter for what the asker may see: everything for staff, else their own pairings."""
    scope = current().scope
    if scope.roles & STAFF:
        return wanted
    return {"$and": [wanted, {"$or": [{"mentor": scope.person}, {"mentees": scope.person}]}]}


def carried_out(pairing: str, command: SeriesCommand) -> Outcome:
    now = current()
    return now.service.handler.handle(
        now.scope, MEETING_SERIES, pairing, command, key=now.key, expected=now.expected
    )


def carry_out(pairing: str, command: SeriesCommand, **more: Any) -> Any:
    return accepted(carried_out(pairing, command), **more)


def note_kept(people: Iterable[PersonId], note: str) -> bool:
    """Whether a note about them may be kept: with everybody's live consent only. Raises Invalid where
    it may be and nothing is written, Unavailable where consents cannot be checked."""
    now = current()
    if unconsented(now.service.gate, now.scope, "participation", people):
        return False
    if not note.strip():
        raise Invalid("an alert is closed with a note", {"note": ["say what was found out"]})
    return True


def noted(outcome: Outcome, kept: bool) -> Any:
    """The answer to closing an alert: of one that was closed before nothing is kept."""
    return accepted(outcome, note_kept=kept and bool(outcome.events or outcome.repeated))


def excuse(reason: str) -> Personal | None:
    """Why a meeting is entered out of turn or late. Raises Forbidden for all but the coordinator."""
    said = reason.strip()
    if not said:
        return None
    if not current().scope.roles & COORDINATOR:
        raise Forbidden("an exception is the coordinator’s")
    return Personal.of(said)


def minutes_of(body: Mapping[str, Any]) -> int:
    """How long it lasts: as said, or up to its end. Raises Invalid for an end before the start."""
    starts, ends = body.get("starts_at"), body["ends_at"]
    if ends is None:
        return int(body["minutes"] or USUAL_MINUTES)
    if starts is None:
        raise Invalid("an end needs a beginning", {"ends_at": ["give starts_at too"]})
    minutes = int((ends - starts).total_seconds() // 60)
    if minutes <= 0:
        raise Invalid("the end lies before the beginning", {"ends_at": ["later than starts_at"]})
    if not 5 <= minutes <= 600:
        raise Invalid("a meeting lasts 5 to 600 minutes", {"ends_at": ["from 5 to 600 minutes"]})
    return minutes
