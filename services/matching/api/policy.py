"""Which roles may do what; every route names one of these actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

COORDINATOR: Final = frozenset({"coordinator"})
HEAD: Final = frozenset({"head"})
LEADERS: Final = COORDINATOR | HEAD
STAFF: Final = LEADERS | {"psychologist", "social_worker", "teacher"}
PAIRED: Final = frozenset({"mentor", "mentee"})
OWN: Final = PAIRED | {"guardian"}
"""Who answers for themselves, or for their child."""

ACTIONS: Final[Mapping[str, frozenset[str]]] = {
    "programme.open": LEADERS,
    "programme.read": STAFF,
    "programme.plan": COORDINATOR,
    "programme.appoint": LEADERS,
    "programme.launch": HEAD,
    "candidates.read": COORDINATOR,
    "ballot.manage": COORDINATOR,
    "ballot.read": COORDINATOR | OWN,
    "ballot.vote": COORDINATOR | OWN,
    "ballot.cards": COORDINATOR | OWN,
    "proposal.make": COORDINATOR,
    "proposal.read": LEADERS,
    "pair.read": STAFF | OWN | {"service"},
    "pair.agree": COORDINATOR | OWN,
    "pair.why": COORDINATOR | OWN,
    "pair.manage": COORDINATOR,
    "pair.count": STAFF | {"municipal_admin"},
    "task.read": LEADERS,
    "order.draft": LEADERS,
    "order.read": STAFF,
    "order.issue": HEAD,
    "document.read": LEADERS | {"service"},
    "document.file": LEADERS | {"service"},
    "document.check": frozenset({"service"}),
    "order.document": LEADERS,
    "order.template": LEADERS,
    "places.read": COORDINATOR | {"company_coordinator", "municipal_admin"},
    "round.manage": frozenset({"municipal_admin"}),
    "round.see": LEADERS,
    "round.join": COORDINATOR,
}
