"""Fills the order's document: names from participants by the viewer's rights, the rest is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from services.matching.application import candidates
from services.matching.application.document import Row, Sheet
from services.matching.application.names import Names, names_of
from services.matching.domain.order.decider import ORDER, Order
from services.matching.domain.order.events import OrderDrafted
from services.matching.domain.pairing.decider import Pairing
from services.matching.domain.programme.decider import PROGRAMME
from shared.contracts.features import Features
from shared.domain.errors import Refused
from shared.domain.ids import PairingId, PersonId, stream_id
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

Lines = Sequence[tuple[PairingId, Pairing]]
UNNAMED = "—"


def sheet_of(
    service: Service,
    scope: Scope,
    order_id: str,
    order: Order,
    begin: Lines,
    end: Lines,
    leaving: Lines,
) -> Sheet:
    """Raises Unavailable while participants does not answer, Refused where a name is missing."""
    assert order.programme is not None
    assert order.head is not None
    programme = service.handler.existing(scope, PROGRAMME, order.programme).state
    lines = (*begin, *end, *leaving)
    people = {person for _, state in lines for person in state.people}
    people |= {line.person for line in order.leaving}
    officials = {order.head, *([programme.coordinator] if programme.coordinator else [])}
    homes = {state.terms.mentor_home for _, state in lines if state.terms}
    names = names_of(service, scope, people | officials, homes, f"order {order_id}")
    _require_names(names, {person for _, state in begin for person in state.people})
    grades = _grades(service, scope, order.year)
    reasons = {line.pairing: line.reason for line in order.ending}
    groups = dict(leaving)
    return Sheet(
        organisation=names.organisations.get(scope.tenant, ""),
        kind=order.kind,
        number=order.number,
        on=order.on,
        year=order.year,
        head=names.people.get(order.head, ""),
        coordinator=names.people.get(programme.coordinator or PersonId(""), ""),
        basis=_basis(service, scope, order_id),
        begin=tuple(_row(state, state.mentees, names, grades) for _, state in begin),
        end=tuple(_row(state, state.mentees, names, grades, reasons[id]) for id, state in end),
        leaving=tuple(
            _row(groups[line.pairing], (line.person,), names, grades, line.reason)
            for line in order.leaving
        ),
        amends=order.amends,
    )


def _require_names(names: Names, people: set[PersonId]) -> None:
    missing = sorted(people - set(names.people))
    if missing:
        raise Refused(f"no name may be shown for: {', '.join(missing)}", code="name-missing")


def _row(
    state: Pairing,
    mentees: Sequence[PersonId],
    names: Names,
    grades: Mapping[PersonId, str],
    reason: str = "",
) -> Row:
    terms = state.terms
    assert terms is not None
    return Row(
        mentor=names.people.get(terms.mentor, UNNAMED),
        workplace=names.organisations.get(terms.mentor_home, ""),
        mentees=tuple(names.people.get(mentee, UNNAMED) for mentee in mentees),
        grades=tuple(grades.get(mentee, "") for mentee in mentees),
        form=terms.form,
        starts=terms.starts,
        ends=terms.ends,
        reason=reason,
    )


def _grades(service: Service, scope: Scope, year: str) -> Mapping[PersonId, str]:
    """Classes of the year's mentees, as far as their features can be opened."""
    reader = service.views.reader(scope, "candidates")
    documents = reader.all({"role": "mentee", "year": year, "features": {"$exists": True}})
    opened = service.vault.open_many(scope.tenant, [d["features"] for d in documents])
    grades = {}
    for document in documents:
        text = opened.get(document["features"])
        features: Features | None = candidates.features_of(text) if text else None
        if features is not None and features.grade:
            grades[PersonId(document["person"])] = str(features.grade)
    return grades


def _basis(service: Service, scope: Scope, order_id: str) -> str:
    """The basis as drafted: the first event of the order's own stream."""
    stream = service.store.load(scope.tenant, stream_id(ORDER.category, order_id))
    drafted = stream.events[0]
    assert isinstance(drafted, OrderDrafted)
    return service.vault.open(scope.tenant, drafted.basis.sealed) or ""
