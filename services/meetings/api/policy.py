"""Which roles may do what; every route names one of these actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.meetings.application.access import COORDINATOR, STAFF

PAIRED: Final = frozenset({"mentor", "mentee"})
WATCHERS: Final = COORDINATOR | {"head"}
LISTENERS: Final = COORDINATOR | {"psychologist"}
"""Who sees whether pairs meet, and who hears what is said in confidence."""

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
    "watch.read": WATCHERS,
    "letter.read": COORDINATOR | {"head"},
    "letter.retry": COORDINATOR | {"head"},
    "letter.wish": PAIRED,
    "letter.link": frozenset({"service"}),
    "watch.close": COORDINATOR,
    "rules.read": STAFF | PAIRED,
    "rules.write": COORDINATOR | {"head"},
    "subscription.read": frozenset({"service"}),
    "feedback.plan": STAFF,
    "feedback.issue": COORDINATOR,
    "feedback.link": frozenset({"service"}),
    "watch.count": WATCHERS | LISTENERS,
    "alert.read": LISTENERS,
    "alert.handle": LISTENERS,
}
