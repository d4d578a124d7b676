"""Turns a proposal into pairings: each needs its places reserved at the mentor's home."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from services.matching.application import candidates
from services.matching.application.seen import as_seen
from services.matching.domain.enrolment import commands as enrolment
from services.matching.domain.enrolment.decider import ENROLMENT
from services.matching.domain.match_run import commands as match_run
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.match_run.events import PairProposed
from services.matching.domain.match_run.state import MatchRun
from services.matching.domain.pairing import commands as pairing
from services.matching.domain.pairing.decider import GROUP_MAX, PAIRING
from services.matching.domain.places import commands as places
from services.matching.domain.places.decider import MENTOR_PLACES
from services.matching.domain.programme.decider import PROGRAMME
from shared.domain.errors import ConsentMissing, Refused
from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId, derived_id
from shared.eventstore.handler import Outcome, Step
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

ANSWER_WITHIN: Final = timedelta(days=14)
"""Until when both sides are asked to answer; nothing happens by itself on that day."""
RESERVED_FOR: Final = timedelta(days=30)
"""Long enough for both sides to agree and for the head to sign."""


@dataclass(frozen=True, slots=True)
class NotAdopted:
    mentor: PersonId
    mentees: tuple[PersonId, ...]
    reason: str


class NothingAdopted(Refused):
    """Every pair of the proposal lost its place; the message names them, ``lost`` too."""

    code = "nothing-adopted"

    def __init__(self, lost: tuple[NotAdopted, ...]) -> None:
        named = "; ".join(f"{one.mentor} – {', '.join(one.mentees)}: {one.reason}" for one in lost)
        super().__init__(f"none of the pairs could be adopted: {named}")
        self.lost = lost


def adopt(
    service: Service, scope: Scope, run_id: str, *, key: str, expected: int | None = None
) -> tuple[Outcome, tuple[PairingId, ...], tuple[NotAdopted, ...]]:
    """Pair by pair in the order of mentor ids; a pair whose place is gone is named, the others
    stand. Doing it again under the same key, also after a crash, ends in the same state. Raises
    ``Conflict``, with nothing reserved, where the draft is not at the expected version any more."""
    run = as_seen(service, scope, run_id, match_run.Adopt, key=key, expected=expected)
    if run.status == "adopted":
        outcome = service.handler.handle(scope, MATCH_RUN, run_id, match_run.Adopt(()), key=key)
        return outcome, tuple(PairingId(p) for p in run.pairings), ()
    if run.status != "draft":
        raise Refused(f"the proposal is {run.status}", code="not-a-draft")
    missing = candidates.without_consent(
        service, scope, (person for pair in run.pairs.values() for person in pair.people)
    )
    adopted: list[PairingId] = []
    refused: list[NotAdopted] = []
    for members in _grouped(run):
        mentor, mentees = members[0].mentor, tuple(member.mentee for member in members)
        try:
            if missing & {mentor, *mentees}:
                raise ConsentMissing(candidates.PURPOSE, tuple(sorted(missing)))
            adopted.append(create(service, scope, run_id, _terms(run, members), key=key))
        except Refused as refusal:
            reason = "consent" if isinstance(refusal, ConsentMissing) else refusal.code
            refused.append(NotAdopted(mentor, mentees, reason))
    if refused and not adopted:
        raise NothingAdopted(tuple(refused))
    outcome = service.handler.handle(
        scope, MATCH_RUN, run_id, match_run.Adopt(tuple(adopted)), key=key
    )
    return outcome, tuple(adopted), tuple(refused)


def _grouped(run: MatchRun) -> list[tuple[PairProposed, ...]]:
    """Pairs that may share a mentor become groups of up to six; in the order of mentor ids. A pair
    that stands already is left as it is."""
    groups: dict[tuple[str, ...], list[PairProposed]] = {}
    for pair in run.pairs.values():
        if run.standing.get(pair.mentee) == pair.mentor:
            continue
        alone = () if pair.group else (pair.mentee,)
        groups.setdefault((pair.mentor, pair.form, *alone), []).append(pair)
    split: list[tuple[PairProposed, ...]] = []
    for name in sorted(groups):
        members = sorted(groups[name], key=lambda pair: pair.mentee)
        split += [tuple(members[i : i + GROUP_MAX]) for i in range(0, len(members), GROUP_MAX)]
    return split


@dataclass(frozen=True, slots=True)
class Terms:
    """Who is to work with whom, and where the mentor's places are counted."""

    programme: ProgrammeId
    form: str
    mentor: PersonId
    mentor_home: TenantId
    home_person: PersonId
    mentees: tuple[PersonId, ...]


def _terms(run: MatchRun, members: Sequence[PairProposed]) -> Terms:
    first = members[0]
    assert run.programme is not None
    return Terms(
        run.programme, first.form, first.mentor, first.mentor_home, first.home_person,
        tuple(member.mentee for member in members),
    )  # fmt: skip


def create(
    service: Service,
    scope: Scope,
    run_id: str,
    terms: Terms,
    *,
    key: str,
    once_reserved: Callable[[], None] = lambda: None,
) -> PairingId:
    """Reserves the places, then proposes the pairing. Raises Refused, with nothing reserved."""
    id = PairingId(derived_id("pairing", run_id, terms.mentor, *terms.mentees))
    programme = service.handler.existing(scope, PROGRAMME, terms.programme).state
    now = service.clock.now()
    home = scope.crossing("place", terms.mentor_home)
    reserve = places.Reserve(
        id, scope.tenant, terms.programme, terms.form, len(terms.mentees), now, now + RESERVED_FOR
    )
    service.handler.handle(home, MENTOR_PLACES, terms.home_person, reserve, key=f"{key}:{id}")
    proposal = pairing.Propose(
        programme=terms.programme,
        year=programme.year,
        form=terms.form,
        mentor=terms.mentor,
        mentor_home=terms.mentor_home,
        home_person=terms.home_person,
        mentees=terms.mentees,
        run=run_id,
        starts=programme.starts,
        ends=programme.ends,
        answer_by=now.date() + ANSWER_WITHIN,
    )
    try:
        once_reserved()
        service.handler.handle_many(_steps(scope, id, proposal), key=f"{run_id}:{id}")
    except Refused as refusal:
        release = places.Release(id, refusal.code)
        service.handler.handle(home, MENTOR_PLACES, terms.home_person, release, key=f"{key}:{id}")
        raise
    return id


def _steps(scope: Scope, id: PairingId, proposal: pairing.Propose) -> list[Step]:
    """The pairing, and in every member's own stream that they are in it: one transaction."""
    return [
        (scope, PAIRING, id, proposal),
        _join(scope, proposal.mentor, id, proposal.programme, "mentor"),
        *(_join(scope, m, id, proposal.programme, "mentee") for m in proposal.mentees),
    ]


def _join(
    scope: Scope,
    person: PersonId,
    id: PairingId,
    programme: ProgrammeId,
    side: Literal["mentor", "mentee"],
) -> Step:
    return (scope, ENROLMENT, person, enrolment.Join(person, id, programme, side))
