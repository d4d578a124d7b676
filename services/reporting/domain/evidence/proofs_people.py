"""Stages 1 to 4 and what stage 7 says of people: who is needed for an item and who is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from services.reporting.domain.evidence.ledger import Ledger, people
from services.reporting.domain.evidence.proof import Proof, records, shown


def _outreach(ledger: Ledger, item: str) -> Proof:
    held = ledger.of("outreach", item=item, withdrawn=False, held=True)
    attended = sum(doc["attended"] for doc in held)
    return records(held, attended=attended, material=sum(bool(doc["material"]) for doc in held))


def _partners(ledger: Ledger) -> Proof:
    """What the school lacks is sought where partners are met: the plan of resources stands beside
    the meetings, which alone tick the item."""
    met = _outreach(ledger, "1.3")
    lines = ledger.of("resource", on=True)
    gaps = sum(bool(doc["missing"]) for doc in lines)
    facts = {**met.facts, "resources": len(lines), "resource_gaps": gaps}
    return replace(met, evidence=met.evidence + shown(lines), facts=facts)


def _pupils(ledger: Ledger) -> Proof:
    """Preliminary requests stand beside the meetings with pupils."""
    met = _outreach(ledger, "1.4")
    asked = ledger.of("requests", on=True)
    facts = {**met.facts, "first_requests": sum(doc["count"] for doc in asked)}
    return replace(met, evidence=met.evidence + shown(asked), facts=facts)


def _invited(ledger: Ledger) -> Proof:
    """Letters or a meeting, or guests invited to the ceremony itself: each invites. A withdrawn
    event took its letters with it."""
    sent = [
        doc
        for item in ("7.1", "7.2")
        for doc in ledger.of("outreach", item=item)
        if not doc.get("withdrawn") and (doc.get("invited") or (item == "7.1" and doc.get("held")))
    ]
    invited = sum(doc.get("invited", 0) for doc in sent)
    return records(sent, invited=invited, answered=sum(doc.get("answered", 0) for doc in sent))


def _willing_asked(ledger: Ledger) -> Proof:
    listed = ledger.candidates("mentee")
    on_list = people(listed)
    adults = frozenset(doc["person"] for doc in listed if not doc["minor"])
    answered = people(ledger.answers("mentee")) & on_list
    valid = ledger.responses("mentee", on_list)
    return Proof(
        needed=answered & adults,
        present=people(valid),
        evidence=shown(valid),
        facts={"candidates": len(on_list), "answered": len(answered)},
    )


def _minors_covered(ledger: Ledger) -> Proof:
    listed = ledger.candidates("mentee")
    minors = frozenset(doc["person"] for doc in listed if doc["minor"])
    covered = frozenset(person for person in minors if ledger.agrees(person))
    consents = [
        doc
        for doc in ledger.of("consent", purpose="participation", on=True)
        if doc["person"] in covered
    ]
    on_list = people(listed)
    third = [
        doc
        for doc in ledger.answers("third_party")
        if doc["person"] in on_list
        and not ledger.stopped(doc["person"])
        and not ledger.stopped(doc["person"], "third_party")
    ]
    return Proof(
        needed=minors,
        present=covered if minors else people(third),
        evidence=shown(consents) + shown(third, "third_party"),
        complete=bool(third),
        facts={"minors": len(minors), "third_party": len(people(third))},
    )


def _base_of_mentees(ledger: Ledger) -> Proof:
    candidates = people(ledger.candidates("mentee"))
    admitted = ledger.admitted
    judged = people(ledger.of("mentee")) & candidates
    return Proof(
        needed=candidates,
        present=judged | people(admitted),
        evidence=shown(admitted),
        complete=bool(admitted),
        facts={"admitted": len(admitted)},
    )


def _forms(ledger: Ledger) -> Proof:
    chosen = [doc for doc in ledger.of("forms") if doc["forms"]]
    return records(chosen, forms=sum(len(doc["forms"]) for doc in chosen))


def _mentees_measured(ledger: Ledger) -> Proof:
    rounds, measured = ledger.measured("mentee", 1)
    admitted = people(ledger.admitted)
    return Proof(admitted, measured & admitted, shown(rounds), facts={"measured": len(measured)})


def _mentors_asked(ledger: Ledger) -> Proof:
    """Another school's mentor answered and agreed at home: the card is the evidence here."""
    candidates = people(ledger.candidates("mentor"))
    answered = people(ledger.answers("mentor")) & candidates
    valid = ledger.responses("mentor", candidates)
    cards = [doc for doc in ledger.listed if doc["person"] not in candidates]
    return Proof(
        needed=answered,
        present=people(valid) | people(cards),
        evidence=shown(valid) + shown(cards),
        facts={"candidates": len(candidates), "answered": len(answered)},
    )


def _base_of_mentors(ledger: Ledger) -> Proof:
    analyses = ledger.of("supply")
    listed = ledger.listed
    return Proof(
        needed=frozenset(),
        present=people(listed),
        evidence=shown(analyses) + shown(listed),
        complete=bool(analyses),
        facts={
            "requests": sum(doc["requests"] for doc in analyses),
            "covered": sum(doc["covered"] for doc in analyses),
            "gaps": sum(doc["gaps"] for doc in analyses),
        },
    )


def _mentors_measured(ledger: Ledger) -> Proof:
    rounds, measured = ledger.measured("mentor", 1)
    listed = people(ledger.listed)
    return Proof(listed, measured & listed, shown(rounds), facts={"measured": len(measured)})


def _interviewed(ledger: Ledger) -> Proof:
    decided = ledger.of("interview")
    admitted = sum(doc["decision"] == "admit" for doc in decided)
    return Proof(
        people(ledger.listed), people(decided), shown(decided), facts={"admitted": admitted}
    )


def _training_planned(ledger: Ledger) -> Proof:
    planned = [doc for doc in ledger.of("training") if doc["experts"] + doc["materials"] > 0]
    return records(
        planned,
        experts=sum(doc["experts"] for doc in planned),
        materials=sum(doc["materials"] for doc in planned),
    )


def _trained(ledger: Ledger) -> Proof:
    passed = [doc for doc in ledger.of("trained", passed=True) if not ledger.stopped(doc["person"])]
    needed = frozenset(doc["mentor"] for doc in ledger.pairings.values()) - ledger.erased
    return Proof(needed, people(passed), shown(passed), facts={"trained": len(people(passed))})


def _stays(ledger: Ledger) -> Proof:
    staying = [
        doc
        for doc in ledger.of("stays", on=True)
        if not ledger.stopped(doc["person"])
        and not ledger.stopped(doc["person"], "after_programme")
    ]
    return Proof(frozenset(), people(staying), shown(staying), facts={"mentors": len(staying)})


PROOFS: Final[Mapping[str, Callable[[Ledger], Proof]]] = {
    **{item: partial(_outreach, item=item) for item in ("1.1", "1.2", "5.1", "6.7")},
    "1.3": _partners,
    "1.4": _pupils,
    "2.1": _willing_asked,
    "2.2": _minors_covered,
    "2.3": _base_of_mentees,
    "3.1": _forms,
    "3.2": _mentees_measured,
    "3.3": _mentors_asked,
    "3.4": _base_of_mentors,
    "4.1": _mentors_measured,
    "4.2": _interviewed,
    "4.3": _training_planned,
    "4.4": _trained,
    "7.1": _invited,
    "7.8": _stays,
}
