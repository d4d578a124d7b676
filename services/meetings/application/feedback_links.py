"""Links to the short form: made for a round, looked at freely, used up by one answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.meetings.application.access import series_for
from services.meetings.application.terms import rules_of, school_day
from services.meetings.domain.feedback import commands as feedback
from services.meetings.domain.feedback.decider import FEEDBACK
from services.meetings.domain.feedback.events import Side
from services.meetings.domain.feedback_link import commands
from services.meetings.domain.feedback_link.commands import link_id
from services.meetings.domain.feedback_link.decider import FEEDBACK_LINK
from services.meetings.domain.feedback_link.events import FeedbackLinkIssued
from services.meetings.domain.meeting_series.decider import MEETING_SERIES, Series
from shared.domain.errors import ConsentMissing, NotFound, Refused
from shared.domain.ids import PairingId, PersonId, derived_id
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


@dataclass(frozen=True, slots=True)
class Issued:
    """``token`` is the secret part of the address; nobody can read it again. Where no link was
    made, ``reason`` says why."""

    pairing: str
    person: PersonId
    side: Side
    token: str = ""
    reason: str = ""


def issue_links(
    service: Service, scope: Scope, pairings: Iterable[str], sides: Sequence[Side], *,
    language: str, days: int, key: str,
) -> list[Issued]:  # fmt: skip
    """A link for everybody of these sides who has not answered the open round; the same key, the
    same links."""
    wanted = list(dict.fromkeys(pairings))
    known = {pairing: series_for(service, scope, pairing) for pairing in wanted}
    made: list[Issued] = []
    for pairing, series in known.items():
        why = _closed(service, scope, pairing, series)
        for person, side in _asked(series, sides):
            one = Issued(pairing, person, side, reason=why)
            made.append(one if why else _issue(service, scope, series, one, language, days, key))
    return made


def _closed(service: Service, scope: Scope, pairing: str, series: Series) -> str:
    """Why nobody of the pairing can be asked now; empty where they can."""
    if series.status != "open":
        return f"pairing-{series.status}"
    try:
        service.gate.require(scope, "participation", series.people)
    except ConsentMissing as missing:
        return missing.code
    today = school_day(service, rules_of(service, scope))
    asked = service.handler.state(scope, FEEDBACK, pairing).state.round_on(today)
    return "" if asked else "no-round"


def _asked(series: Series, sides: Sequence[Side]) -> Iterator[tuple[PersonId, Side]]:
    for side in dict.fromkeys(sides):
        for person in (series.mentor,) if side == "mentor" else series.mentees:
            if person is not None:
                yield person, side


def _issue(
    service: Service, scope: Scope, series: Series, one: Issued, language: str, days: int, key: str
) -> Issued:
    state = service.handler.state(scope, FEEDBACK, one.pairing).state
    today = school_day(service, rules_of(service, scope))
    if (state.round_on(today), one.person, one.side) in state.answered:
        return Issued(one.pairing, one.person, one.side, reason="answered")
    own_key = f"{key}:{one.pairing}:{one.person}:{one.side}"
    token = service.vault.digest(scope.tenant, f"feedback link|{scope.actor}|{own_key}")
    link = link_id(token)
    command = commands.Issue(
        link, PairingId(one.pairing), series.year, one.person, one.side, language, days,
        service.clock.now(),
    )  # fmt: skip
    short = derived_id("feedback link", own_key)
    service.handler.handle(scope, FEEDBACK_LINK, link, command, key=short)
    return Issued(one.pairing, one.person, one.side, token=token)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is behind a link. ``waiting``: the pair stands still, or a consent is missing now."""

    terms: FeedbackLinkIssued
    open: bool
    used: bool = False
    waiting: bool = False


def look(service: Service, scope: Scope, token: str) -> Asked:
    """Looking uses nothing up. Raises NotFound for a token that was never issued here."""
    link = service.handler.state(scope, FEEDBACK_LINK, link_id(token)).state
    if link.terms is None:
        raise NotFound("there is no such link")
    terms = link.terms
    if not link.open_at(service.clock.now()):
        return Asked(terms, False, used=link.used)
    series = service.handler.state(scope, MEETING_SERIES, terms.pairing).state
    if terms.person not in series.people:
        return Asked(terms, False)
    why = _closed(service, scope, terms.pairing, series)
    return Asked(terms, not why, waiting=bool(why))


def answer_link(
    service: Service, scope: Scope, token: str, said: dict[str, object], *, request: str, key: str
) -> Outcome:
    """Keeps the answer and uses the link up, both or neither. Raises what the rules of consent, the
    pairing, the round and the link say."""
    terms = service.handler.existing(scope, FEEDBACK_LINK, link_id(token)).state.terms
    if terms is None:
        raise NotFound("there is no such link")
    series = service.handler.state(scope, MEETING_SERIES, terms.pairing).state
    service.gate.require(scope, "participation", series.people)
    if series.status != "open" or terms.person not in series.people:
        raise Refused("this pair is not at work", code="link-closed")
    today = school_day(service, rules_of(service, scope))
    answer = feedback.Answer(
        request, terms.side, terms.person, int(str(said["usefulness"])),
        int(str(said["comfort"])), bool(said["help"]), Personal.of(str(said["text"])), today,
    )  # fmt: skip
    outcomes = service.handler.handle_many(
        [
            (scope, FEEDBACK_LINK, terms.link, commands.Use(service.clock.now())),
            (scope, FEEDBACK, terms.pairing, answer),
        ],
        key=key,
    )
    return outcomes[-1]
