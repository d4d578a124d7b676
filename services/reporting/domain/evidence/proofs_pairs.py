"""Stages 5 to 7: what every pairing that counts has, and what was told of the year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from services.reporting.domain.evidence.ledger import Ledger, people
from services.reporting.domain.evidence.proof import Proof, records, shown


def _ballots(ledger: Ledger) -> Proof:
    closed = [doc for doc in ledger.of("ballot") if doc["cast"] > 0]
    return records(
        closed,
        invited=sum(doc["invited"] for doc in closed),
        cast=sum(doc["cast"] for doc in closed),
    )


def _proposed(ledger: Ledger) -> Proof:
    standing = [doc for doc in ledger.of("proposal", on=True) if doc["pairs"] > 0]
    return records(
        standing,
        pairs=max((doc["pairs"] for doc in standing), default=0),
        unmatched=min((doc["unmatched"] for doc in standing), default=0),
    )


def _fixed(ledger: Ledger) -> Proof:
    orders = ledger.of("order")
    in_orders = {pairing for doc in orders for pairing in doc["pairings"]}
    informed = [
        doc
        for id, doc in ledger.pairings.items()
        if id in in_orders and doc.get("informed") is not None
    ]
    return Proof(
        needed=frozenset(ledger.pairings),
        present=people(informed, "pairing"),
        evidence=shown(orders) + shown(informed),
        facts={"orders": len(orders)},
    )


def _met(ledger: Ledger, kind: str) -> Proof:
    held = ledger.about_pairings("meeting", of=kind, on=True)
    return Proof(
        needed=frozenset(ledger.pairings),
        present=people(held, "pairing"),
        evidence=shown(held),
        facts={"meetings": len(held), "minutes": sum(doc["minutes"] for doc in held)},
    )


def _goal_set(ledger: Ledger) -> Proof:
    met = _met(ledger, "planning")
    goals = ledger.about_pairings("goal")
    return Proof(
        met.needed, met.present & people(goals, "pairing"), met.evidence + shown(goals),
        facts={**met.facts, "goals": len(goals)},
    )  # fmt: skip


def _feedback(ledger: Ledger) -> Proof:
    scheduled = [doc for doc in ledger.about_pairings("schedule") if doc["dates"] > 0]
    given = ledger.about_pairings("feedback")
    return Proof(
        needed=frozenset(ledger.pairings),
        present=people(scheduled, "pairing") & people(given, "pairing"),
        evidence=shown(scheduled) + shown(given),
        facts={"answers": len(given), "low": sum(bool(doc["low"]) for doc in given)},
    )


def _closed(ledger: Ledger) -> Proof:
    closings = ledger.about_pairings("closing")
    reached = sum(doc["outcome"] == "reached" for doc in closings)
    return Proof(
        needed=frozenset(ledger.pairings),
        present=people(closings, "pairing"),
        evidence=shown(closings),
        facts={"reached": reached},
    )


def _surveyed(ledger: Ledger) -> Proof:
    """Every survey that was opened is closed, and somebody's answer still stands in it."""
    opened = ledger.of("survey")
    answers = [
        doc for doc in ledger.of("survey_answer", on=True) if not ledger.stopped(doc["person"])
    ]
    answered = people(answers, "survey")
    ids = {str(doc["id"]).split(":", 1)[1]: doc for doc in opened}
    done = [doc for id, doc in ids.items() if doc["closed"] and id in answered]
    return Proof(
        needed=frozenset(ids),
        present=frozenset(id for id, doc in ids.items() if doc["closed"] and id in answered),
        evidence=shown(done) + shown(answers),
        facts={"answers": len(answers)},
    )


def _awarded(ledger: Ledger) -> Proof:
    held = ledger.of("outreach", item="7.2", withdrawn=False, held=True)
    given = [doc for doc in ledger.of("award", on=True) if not ledger.stopped(doc["person"])]
    ids = records(given).present
    attended = sum(doc["attended"] for doc in held)
    return Proof(frozenset(), ids, shown(held) + shown(given), bool(held), {"attended": attended})


def _report(ledger: Ledger) -> Proof:
    approved = ledger.of("report", on=True)
    return records(approved, index=max((doc["index"] for doc in approved), default=0))


def _mentees_measured_again(ledger: Ledger) -> Proof:
    rounds, measured = ledger.measured("mentee", 2)
    paired = {
        mentee for doc in ledger.pairings.values() for mentee in doc.get("staying", doc["mentees"])
    }
    needed = frozenset(person for person in paired if not ledger.stopped(person))
    return Proof(needed, measured & needed, shown(rounds), facts={"measured": len(measured)})


def _told(ledger: Ledger, kind: str, purpose: str) -> Proof:
    """Cases and publications stand while nobody named in them has stopped. A publication says
    itself what for."""
    standing = [
        doc
        for doc in ledger.of(kind, on=True)
        if not any(ledger.stopped(p, doc.get("purpose", purpose)) for p in doc["people"])
    ]
    return records(standing)


def _outcomes(ledger: Ledger) -> Proof:
    recorded = ledger.about_pairings("outcome")
    closed = people(ledger.about_pairings("closing"), "pairing")
    return Proof(closed, people(recorded, "pairing") & closed, shown(recorded))


PROOFS: Final[Mapping[str, Callable[[Ledger], Proof]]] = {
    "5.2": _ballots,
    "5.3": _proposed,
    "5.4": _fixed,
    "6.1": partial(_met, kind="organisational"),
    "6.2": partial(_met, kind="trial"),
    "6.3": _goal_set,
    "6.4": partial(_met, kind="regular"),
    "6.5": _feedback,
    "6.6": _closed,
    "6.8": _surveyed,
    "7.2": _awarded,
    "7.3": _report,
    "7.4": _mentees_measured_again,
    "7.5": partial(_told, kind="case", purpose="participation"),
    "7.6": partial(_told, kind="publication", purpose="publication"),
    "7.7": _outcomes,
}
