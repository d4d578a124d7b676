"""Which roles may do what; every route names one of these actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.meetings.application.access import COORDINATOR, STAFF

PAIRED: Final = frozenset({"mentor", "mentee"})

ACTIONS: Final[Mapping[str, frozenset[str]]] = {
    "outreach.write": COORDINATOR | {"head"},
    "outreach.read": STAFF,
    "invitation.link": frozenset({"service"}),
    "outreach.arrive": PAIRED,
    "pairing.read": STAFF | PAIRED,
    "pairing.decide": COORDINATOR,
    "meeting.write": COORDINATOR | PAIRED,
    "journal.read": COORDINATOR | PAIRED,
    "goal.write": COORDINATOR | PAIRED,
    "feedback.schedule": COORDINATOR,
    "feedback.answer": COORDINATOR | PAIRED,
    "watch.read": COORDINATOR | {"head"},
    "letter.read": COORDINATOR | {"head"},
    "letter.retry": COORDINATOR | {"head"},
    "letter.wish": PAIRED,
    "letter.link": frozenset({"service"}),
    "watch.close": COORDINATOR,
    "rules.read": STAFF | PAIRED,
    "rules.write": COORDINATOR | {"head"},
    "subscription.read": frozenset({"service"}),
    "alert.read": COORDINATOR | {"psychologist"},
    "alert.handle": COORDINATOR | {"psychologist"},
}
