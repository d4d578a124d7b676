"""Issues an order: every place is confirmed first, then order and pairings are fixed together."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.matching.application import candidates, order_templates, sheet
from services.matching.application.document import render, render_pdf
from services.matching.domain.order import commands
from services.matching.domain.order.decider import ORDER, Order
from services.matching.domain.order.events import Amended, Ending
from services.matching.domain.pairing import commands as pairing
from services.matching.domain.pairing.decider import PAIRING, Pairing
from services.matching.domain.places import commands as places
from services.matching.domain.places.decider import MENTOR_PLACES
from services.matching.domain.programme.decider import PROGRAMME
from shared.documents.codes import check_address, document_code
from shared.domain.errors import DomainError, Refused
from shared.domain.ids import PairingId
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome, Step
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


class PlacesLost(Refused):
    """The order stays a draft; ``lost`` names the pairs and why each cannot begin."""

    code = "places-lost"

    def __init__(self, lost: tuple[Ending, ...]) -> None:
        named = "; ".join(f"{one.pairing}: {one.reason}" for one in lost)
        super().__init__(f"the order stays a draft, these pairs cannot begin: {named}")
        self.lost = lost


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of one order; places are confirmed and, on failure, released under ``tag``."""

    order: str
    number: int
    begin: tuple[tuple[PairingId, Pairing], ...]
    end: tuple[tuple[PairingId, Pairing], ...]
    leaving: tuple[tuple[PairingId, Pairing], ...] = ()

    @property
    def tag(self) -> str:
        return f"{self.order}:{self.number}"

    def line_key(self, pairing: PairingId) -> str:
        """One mentor may stand in several lines: each is a command of its own on their places."""
        return f"{self.tag}:{pairing}"


def draft(
    service: Service, scope: Scope, order_id: str, command: commands.Draft, *, key: str
) -> Outcome:
    """Raises Refused where a pairing is not ready for the order's kind."""
    programme = service.handler.existing(scope, PROGRAMME, command.programme).state
    if command.kind == "formation" and not programme.launched:
        raise Refused("the head has not approved the launch", code="not-launched")
    for id in command.pairings:
        _require_status(service, scope, id, ("agreed",))
    for ending in command.ending:
        _require_status(service, scope, ending.pairing, ("fixed", "active", "suspended"))
    for leaving in command.leaving:
        state = service.handler.existing(scope, PAIRING, leaving.pairing).state
        if state.terms is None or leaving.person not in state.terms.mentees:
            raise Refused("the person is no mentee of this group", code="no-member")
    command = replace(command, amends=_amended(service, scope, command))
    return service.handler.handle(scope, ORDER, order_id, command, key=key)


def _amended(service: Service, scope: Scope, command: commands.Draft) -> tuple[Amended, ...]:
    """The orders that fixed what this one ends or changes, the oldest first."""
    touched = [line.pairing for line in command.ending] + [line.pairing for line in command.leaving]
    fixed_by = {service.handler.existing(scope, PAIRING, id).state.order for id in touched}
    earlier = []
    for id in sorted(fixed_by - {""}):
        order = service.handler.existing(scope, ORDER, id).state
        earlier.append(Amended(id, order.number, order.on))
    return tuple(sorted(earlier, key=lambda one: (one.on, one.number)))


def issue(
    service: Service,
    scope: Scope,
    order_id: str,
    command: commands.StartIssue,
    *,
    key: str,
    site: str = "",
) -> Outcome:
    """``site`` is the address of the check page, for the QR code. May be repeated, by whomever and
    after a crash: an attempt that is under way goes on, an issued order is answered as it is, a
    failed one is told again under its key."""
    outcome = service.handler.handle(scope, ORDER, order_id, command, key=key)
    order = service.handler.state(scope, ORDER, order_id).state
    if order.status == "issued":
        return outcome
    if order.status != "issuing":
        raise PlacesLost(order.lost)
    attempt = _attempt(service, scope, order_id, order)
    try:
        return _carry_out(service, scope, order, attempt, site)
    except PlacesLost as failure:
        undo(service, scope, attempt, failure.lost)
        raise
    except DomainError:
        undo(service, scope, attempt, ())
        raise


def _carry_out(
    service: Service, scope: Scope, order: Order, attempt: Attempt, site: str
) -> Outcome:
    lost = _unready(service, scope, order, attempt)
    if lost:
        raise PlacesLost(lost)
    made = sheet.sheet_of(
        service, scope, attempt.order, order, attempt.begin, attempt.end, attempt.leaving
    )
    own = order_templates.of_school(service, scope)
    code = document_code(service.vault, service.name, scope.tenant, attempt.order, 1)
    link = check_address(site, scope.tenant, code) if site else ""
    word = order_templates.filled(own[0], made, code, link) if own else render(made, code, link)
    pdf = render_pdf(made, code, link)
    lost = confirm_all(service, scope, attempt)
    if lost:
        raise PlacesLost(lost)
    command = commands.Issue(
        order=attempt.order,
        attempt=attempt.number,
        document=_kept(word),
        pdf=_kept(pdf),
        sha256=hashlib.sha256(word).hexdigest(),
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        template=own[1] if own else "",
        code=code,
    )
    steps: list[Step] = [
        (scope, ORDER, attempt.order, command),
        *((scope, PAIRING, id, pairing.Fix(attempt.order)) for id, _ in attempt.begin),
    ]
    return service.handler.handle_many(steps, key=attempt.tag)[0]


def _kept(file: bytes) -> Personal:
    return Personal.of(base64.b64encode(file).decode())


def undo(service: Service, scope: Scope, attempt: Attempt, lost: tuple[Ending, ...]) -> None:
    """Ends the attempt first, so that nobody can issue under it, then gives its places back."""
    fail = commands.FailIssue(attempt.number, lost)
    service.handler.handle(scope, ORDER, attempt.order, fail, key=attempt.tag)
    order = service.handler.state(scope, ORDER, attempt.order).state
    if order.status == "issued" and order.attempt == attempt.number:
        return
    release_all(service, scope, attempt)


def release_all(service: Service, scope: Scope, attempt: Attempt) -> None:
    for id, state in attempt.begin:
        if state.terms is not None:
            release = places.Release(id, "order_failed", attempt.tag)
            home = scope.crossing("place", state.terms.mentor_home)
            key = attempt.line_key(id)
            service.handler.handle(home, MENTOR_PLACES, state.terms.home_person, release, key=key)


def confirm_all(service: Service, scope: Scope, attempt: Attempt) -> tuple[Ending, ...]:
    """In the order of mentor ids; goes on after a loss, so that all the lost are named at once."""
    lost = []
    for id, state in sorted(attempt.begin, key=_by_mentor):
        terms = state.terms
        assert terms is not None
        confirm = places.Confirm(
            claim=id,
            school=scope.tenant,
            programme=terms.programme,
            form=terms.form,
            places=len(terms.mentees),
            under=attempt.tag,
            now=service.clock.now(),
        )
        home = scope.crossing("place", terms.mentor_home)
        try:
            key = attempt.line_key(id)
            service.handler.handle(home, MENTOR_PLACES, terms.home_person, confirm, key=key)
        except Refused as refusal:
            lost.append(Ending(id, refusal.code))
    return tuple(lost)


def _by_mentor(line: tuple[PairingId, Pairing]) -> tuple[str, str]:
    id, state = line
    return (state.terms.home_person if state.terms else "", id)


def _unready(service: Service, scope: Scope, order: Order, attempt: Attempt) -> tuple[Ending, ...]:
    """Pairs that are not agreed any more, or have somebody without a live consent now."""
    missing = candidates.without_consent(
        service, scope, (person for _, state in attempt.begin for person in state.people)
    )
    lost = []
    for id, state in attempt.begin:
        fixed_here = state.order == attempt.order
        if state.status != "agreed" and not fixed_here:
            lost.append(Ending(id, f"pairing-{state.status}"))
        elif missing & set(state.people):
            lost.append(Ending(id, "consent"))
    return (*lost, *_cannot_leave(order, attempt))


def _cannot_leave(order: Order, attempt: Attempt) -> list[Ending]:
    """Groups of which nobody would be left, or that are over."""
    gone: dict[PairingId, set[str]] = {}
    for line in order.leaving:
        gone.setdefault(line.pairing, set()).add(line.person)
    lost = []
    for id, state in attempt.leaving:
        if set(state.mentees) <= gone[id]:
            lost.append(Ending(id, "last-member"))
        elif state.status == "ended" and not gone[id] <= set(state.left):
            lost.append(Ending(id, "pairing-ended"))
    return lost


def _attempt(service: Service, scope: Scope, order_id: str, order: Order) -> Attempt:
    def load(ids: Sequence[PairingId]) -> tuple[tuple[PairingId, Pairing], ...]:
        return tuple((id, service.handler.existing(scope, PAIRING, id).state) for id in ids)

    ending = [line.pairing for line in order.ending]
    leaving = list(dict.fromkeys(line.pairing for line in order.leaving))
    return Attempt(order_id, order.attempt, load(order.pairings), load(ending), load(leaving))


def attempt_of(service: Service, scope: Scope, order_id: str) -> Attempt:
    """The last attempt of an order, for undoing it."""
    order = service.handler.existing(scope, ORDER, order_id).state
    return _attempt(service, scope, order_id, order)


def _require_status(service: Service, scope: Scope, id: PairingId, wanted: tuple[str, ...]) -> None:
    state = service.handler.existing(scope, PAIRING, id).state
    if state.status not in wanted:
        raise Refused(f"the pairing {id} is {state.status}", code=f"pairing-{state.status}")
