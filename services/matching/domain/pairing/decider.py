"""A pair begins and ends by an order; nobody is paired without having agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, assert_never

from services.matching.domain.pairing import commands, events
from services.matching.domain.pairing.commands import PairingCommand
from services.matching.domain.pairing.events import PairingEvent
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
from shared.domain.ids import PairingId, PersonId

Status = Literal["none", "proposed", "agreed", "dropped", "fixed", "active", "suspended", "ended"]
GROUP_MAX: Final = 6
COMPLETED: Final = "completed"
ONE_LEFT: Final = "one_left"
"""Why a group stands still that has one mentee left."""


@dataclass(frozen=True, slots=True)
class Pairing:
    status: Status = "none"
    terms: events.PairingProposed | None = None
    agreed: frozenset[PersonId] = frozenset()
    order: str = ""
    began: bool = False
    asking: frozenset[str] = frozenset()
    """The trials after which another mentor is asked for."""
    settled: frozenset[str] = frozenset()
    decision: events.DecisionAsked | None = None
    escalated: bool = False
    informed: bool = False
    read: frozenset[PersonId] = frozenset()
    left: Mapping[PersonId, str] = field(default_factory=dict)
    """Mentees who are not in it any more, with the order that names their leaving, if any."""

    @property
    def mentees(self) -> tuple[PersonId, ...]:
        everyone = self.terms.mentees if self.terms else ()
        return tuple(mentee for mentee in everyone if mentee not in self.left)

    @property
    def rematch(self) -> bool:
        return bool(self.asking)

    @property
    def people(self) -> tuple[PersonId, ...]:
        return (self.terms.mentor, *self.mentees) if self.terms else ()


def decide(command: PairingCommand, pairing: Pairing) -> list[PairingEvent]:
    if isinstance(command, commands.Propose):
        return _propose(command, pairing)
    if pairing.terms is None:
        raise NotFound("no such pairing")
    if isinstance(command, commands.Forming):
        return _form(command, pairing, pairing.terms)
    if isinstance(command, commands.Deciding):
        return _decision(command, pairing, pairing.terms)
    return _go(command, pairing, pairing.terms)


def _form(
    command: commands.Forming, pairing: Pairing, terms: events.PairingProposed
) -> list[PairingEvent]:
    match command:
        case commands.Agree():
            return _agree(command, pairing)
        case commands.RemindAnswers(today):
            return _remind(today, pairing)
        case commands.Drop():
            return _drop(command, pairing, terms)
        case commands.Fix(order):
            if pairing.order == order:
                return []
            _require(pairing, "agreed")
            return [events.PairingFixed(order)]
        case commands.Activate():
            return _activate(command, pairing, terms)
        case _:
            assert_never(command)


def _go(
    command: commands.Going, pairing: Pairing, terms: events.PairingProposed
) -> list[PairingEvent]:
    match command:
        case commands.Leave():
            return _leave(command, pairing, terms)
        case commands.Suspend(reason):
            return _suspend(reason, pairing)
        case commands.Resume(id):
            return _resume(id, pairing, terms)
        case commands.AskRematch() | commands.DeclineRematch() | commands.SettleTrial():
            return _rematch(command, pairing)
        case commands.End(reason, order):
            return _end(reason, order, pairing, terms)
        case commands.Inform():
            return _inform(pairing)
        case commands.Read():
            return _read(command, pairing)
        case _:
            assert_never(command)


def _rematch(
    command: commands.AskRematch | commands.DeclineRematch | commands.SettleTrial, pairing: Pairing
) -> list[PairingEvent]:
    """Each trial asks for itself: what one of them no longer wants, a later one may still."""
    match command:
        case commands.AskRematch(reason, trial):
            running = pairing.status in ("active", "suspended")
            known = trial in pairing.asking | pairing.settled
            return [events.RematchAsked(reason, trial)] if running and not known else []
        case commands.DeclineRematch():
            return [events.RematchDeclined()] if pairing.rematch else []
        case commands.SettleTrial(trial):
            if trial in pairing.settled or pairing.status == "ended":
                return []
            last = pairing.rematch and not _without(trial, pairing)
            return [events.TrialSettled(trial), *([events.RematchDeclined()] if last else [])]
        case _:
            assert_never(command)


def _without(trial: str, pairing: Pairing) -> frozenset[str]:
    """A re-match from before trials were noted is that of the first one settled."""
    return pairing.asking - {trial, ""}


def _decision(
    command: commands.Deciding, pairing: Pairing, terms: events.PairingProposed
) -> list[PairingEvent]:
    asked = pairing.decision
    match command:
        case commands.AskDecision(reason, due):
            if asked is not None or pairing.status != "suspended":
                return []
            return [events.DecisionAsked(reason, due)]
        case commands.Escalate(today):
            if asked is None or pairing.escalated or today <= asked.due:
                return []
            return [events.DecisionEscalated(asked.due)]
        case commands.Keep(id, reason):
            if asked is None:
                raise Refused("nothing is to be decided about this pairing", code="no-decision")
            return [events.PairingKept(reason), *_on(id, pairing, terms)]
        case _:
            assert_never(command)


def _require(pairing: Pairing, *wanted: Status) -> None:
    if pairing.status not in wanted:
        raise Refused(f"the pairing is {pairing.status}", code=f"pairing-{pairing.status}")


def _require_member(person: PersonId, pairing: Pairing) -> None:
    if person not in pairing.people:
        raise NotFound("the person is not of this pairing")


def _propose(command: commands.Propose, pairing: Pairing) -> list[PairingEvent]:
    if pairing.terms is not None:
        raise AlreadyExists("this pairing exists already")
    mentees = command.mentees
    if not 1 <= len(mentees) <= GROUP_MAX or len(set(mentees)) != len(mentees):
        raise Invalid("a pairing has one to six mentees, each once", {"mentees": ["1 to 6"]})
    if command.mentor in mentees:
        raise Refused("nobody is their own mentor", code="same_person")
    return [
        events.PairingProposed(
            command.programme, command.year, command.form, command.mentor, command.mentor_home,
            command.home_person, mentees, command.run, command.starts, command.ends,
            command.answer_by,
        )
    ]  # fmt: skip


def _agree(command: commands.Agree, pairing: Pairing) -> list[PairingEvent]:
    _require_member(command.person, pairing)
    if command.person in pairing.agreed:
        return []
    _require(pairing, "proposed")
    agreed: list[PairingEvent] = [events.PartyAgreed(command.person, command.by, command.note)]
    if pairing.agreed | {command.person} == set(pairing.people):
        agreed.append(events.PairingAgreed())
    return agreed


def _remind(today: date, pairing: Pairing) -> list[PairingEvent]:
    _require(pairing, "proposed")
    silent = tuple(person for person in pairing.people if person not in pairing.agreed)
    return [events.AnswersReminded(silent, today)] if silent else []


def _drop(
    command: commands.Drop, pairing: Pairing, terms: events.PairingProposed
) -> list[PairingEvent]:
    if command.person is not None:
        _require_member(command.person, pairing)
    if pairing.status == "dropped":
        return []
    _require(pairing, "proposed", "agreed")
    people = (command.person,) if command.person else pairing.people if command.note else ()
    return [
        events.PairingDropped(
            command.reason, terms.mentor_home, terms.home_person, people, command.by, command.note
        )
    ]


def _activate(
    command: commands.Activate, pairing: Pairing, terms: events.PairingProposed
) -> list[PairingEvent]:
    if pairing.order == command.order and pairing.status in ("active", "suspended", "ended"):
        return []
    _require(pairing, "fixed")
    if pairing.order != command.order:
        raise Refused("another order fixed this pairing", code="other-order")
    return [_activated(command.pairing, pairing, terms)]


def _activated(
    id: PairingId, pairing: Pairing, terms: events.PairingProposed
) -> events.PairingActivated:
    return events.PairingActivated(
        id, terms.programme, terms.year, terms.form, terms.mentor, terms.mentor_home,
        terms.home_person, pairing.mentees, pairing.order,
    )  # fmt: skip


def _leave(
    command: commands.Leave, pairing: Pairing, terms: events.PairingProposed
) -> list[PairingEvent]:
    """A group of two or more goes on; with one mentee left it stands still until the coordinator
    keeps it as a pair or ends it."""
    if command.person not in terms.mentees:
        raise NotFound("the person is no mentee of this pairing")
    if command.person in pairing.left:
        known = pairing.left[command.person]
        again = not command.order or command.order == known
        return [] if again or known else [events.LeavingOrdered(command.person, command.order)]
    _require(pairing, "fixed", "active", "suspended")
    stay = tuple(mentee for mentee in pairing.mentees if mentee != command.person)
    if not stay:
        raise Refused("nobody would be left: end the pair by an order", code="last-member")
    left: list[PairingEvent] = [
        events.MemberLeft(command.person, command.reason, stay, command.order)
    ]
    if len(stay) == 1 and pairing.status != "suspended":
        left += _suspend(ONE_LEFT, pairing)
    return left


def _suspend(reason: str, pairing: Pairing) -> list[PairingEvent]:
    if pairing.status == "suspended":
        return []
    _require(pairing, "fixed", "active")
    return [events.PairingSuspended(reason) if pairing.began else events.PairingHeld(reason)]


def _resume(id: PairingId, pairing: Pairing, terms: events.PairingProposed) -> list[PairingEvent]:
    if pairing.status == "active":
        return []
    if pairing.decision is not None:
        raise Refused("this pairing goes on by a decision with its reason", code="decision-needed")
    return _on(id, pairing, terms)


def _on(id: PairingId, pairing: Pairing, terms: events.PairingProposed) -> list[PairingEvent]:
    _require(pairing, "suspended")
    return [events.PairingResumed()] if pairing.began else [_activated(id, pairing, terms)]


def _inform(pairing: Pairing) -> list[PairingEvent]:
    if pairing.informed:
        return []
    _require(pairing, "active")
    return [events.ParticipantsInformed(pairing.order, pairing.people)]


def _end(
    reason: str, order: str | None, pairing: Pairing, terms: events.PairingProposed
) -> list[PairingEvent]:
    if pairing.status == "ended":
        return []
    _require(pairing, "fixed", "active", "suspended")
    if order is None and reason != COMPLETED:
        raise Refused("an early end needs an order", code="order-needed")
    return [events.PairingEnded(reason, order, terms.mentor_home, terms.home_person)]


def _read(command: commands.Read, pairing: Pairing) -> list[PairingEvent]:
    _require_member(command.person, pairing)
    if command.person in pairing.read:
        return []
    if not pairing.informed:
        raise Refused("nobody was informed yet", code="not-informed")
    return [events.NoticeRead(command.person, command.by)]


def evolve(pairing: Pairing, event: PairingEvent) -> Pairing:
    match event:
        case events.PairingProposed():
            return replace(pairing, status="proposed", terms=event)
        case events.PartyAgreed(person):
            return replace(pairing, agreed=pairing.agreed | {person})
        case events.PairingFixed(order):
            return replace(pairing, status="fixed", order=order)
        case events.RematchAsked() | events.RematchDeclined() | events.TrialSettled():
            return _after_rematch(pairing, event)
        case events.PairingEnded():
            return replace(pairing, status="ended", asking=frozenset(), decision=None)
        case events.DecisionAsked() | events.DecisionEscalated() | events.PairingKept():
            return _after_decision(pairing, event)
        case events.MemberLeft() | events.LeavingOrdered() | events.AnswersReminded():
            return _beside(pairing, event)
        case events.ParticipantsInformed():
            return replace(pairing, informed=True)
        case events.NoticeRead(person):
            return replace(pairing, read=pairing.read | {person})
        case _:
            began = pairing.began or isinstance(event, events.PairingActivated)
            return replace(pairing, status=_status_after(event), began=began)


def _beside(pairing: Pairing, event: events.MemberEvent | events.AnswersReminded) -> Pairing:
    """What leaves the status as it is."""
    if isinstance(event, events.AnswersReminded):
        return pairing
    return replace(pairing, left={**pairing.left, event.person: event.order})


def _after_rematch(pairing: Pairing, event: events.RematchEvent) -> Pairing:
    match event:
        case events.RematchAsked(trial=trial):
            return replace(pairing, asking=pairing.asking | {trial})
        case events.RematchDeclined():
            return replace(pairing, asking=frozenset())
        case events.TrialSettled(trial):
            asking = _without(trial, pairing)
            return replace(pairing, asking=asking, settled=pairing.settled | {trial})
        case _:
            assert_never(event)


def _after_decision(pairing: Pairing, event: events.DecisionEvent) -> Pairing:
    match event:
        case events.DecisionAsked():
            return replace(pairing, decision=event, escalated=False)
        case events.DecisionEscalated():
            return replace(pairing, escalated=True)
        case events.PairingKept():
            return replace(pairing, decision=None, escalated=False)
        case _:
            assert_never(event)


def _status_after(event: events.Turn) -> Status:
    match event:
        case events.PairingAgreed():
            return "agreed"
        case events.PairingDropped():
            return "dropped"
        case events.PairingActivated() | events.PairingResumed():
            return "active"
        case events.PairingSuspended() | events.PairingHeld():
            return "suspended"
        case _:
            assert_never(event)


PAIRING: Decider[PairingCommand, PairingEvent, Pairing] = Decider(
    "pairing", events.EVENTS, Pairing(), decide, evolve
)
