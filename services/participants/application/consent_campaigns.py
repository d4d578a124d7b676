"""Asking a group anew: who lacks a consent by a day, links for all of them, how far it has come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.participants.application.consent_gate import LocalConsentGate
from services.participants.application.consent_links import issue_link, token_of
from services.participants.application.people import known
from services.participants.domain.ages import ADULT_AT, adult_from
from services.participants.domain.consent.commands import consent_id
from services.participants.domain.consent.decider import CONSENT
from services.participants.domain.consent_campaign import commands
from services.participants.domain.consent_campaign.decider import CONSENT_CAMPAIGN, ConsentCampaign
from services.participants.domain.consent_campaign.events import CampaignStarted
from services.participants.domain.consent_link import commands as link_commands
from services.participants.domain.consent_link.decider import CONSENT_LINK
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PersonId, stream_id
from shared.service import Service
from shared.tenancy.scope import Scope

Progress = Literal["done", "declined", "asked", "left"]
Obstacle = Literal["", "no_birth_date", "no_guardian", "comes_of_age", "gone"]
_PEOPLE_IN_A_LINK = 20


def lacking(
    service: Service, scope: Scope, *, purpose: str, role: str, year: str, group: str, on: date
) -> list[PersonId]:
    """Candidates of the group without a consent that lives today and on that day, as the streams
    say; an 18th birthday until then counts."""
    rows = service.views.reader(scope, "candidates").all({"role": role, "year": year})
    if group:
        classes = service.vault.open_many(scope.tenant, [row["group"] for row in rows])
        rows = [row for row in rows if _same(classes.get(row["group"]), group)]
    people = sorted({PersonId(row["person"]) for row in rows})
    gate = LocalConsentGate(service)
    today = set(gate.missing(scope, purpose, people))
    then = set(gate.missing(scope, purpose, people, on))
    return [person for person in people if person in today or person in then]


def _same(group: str | None, wanted: str) -> bool:
    return "".join((group or "").split()).casefold() == "".join(wanted.split()).casefold()


def progress_of(
    service: Service, scope: Scope, campaign: ConsentCampaign
) -> dict[PersonId, Progress]:
    """How everybody of the campaign stands now."""
    terms = _terms(campaign)
    live = set(terms.people) - set(
        LocalConsentGate(service).missing(scope, terms.purpose, terms.people, terms.due)
    )
    refused = _refused(service, scope, terms)
    opened, declined = _links(service, scope, campaign)
    progress: dict[PersonId, Progress] = {}
    for person in terms.people:
        if person in live:
            progress[person] = "done"
        elif person in declined or person in refused:
            progress[person] = "declined"
        else:
            progress[person] = "asked" if person in opened else "left"
    return progress


def _refused(service: Service, scope: Scope, terms: CampaignStarted) -> set[PersonId]:
    streams = {stream_id("consent", consent_id(p, terms.purpose)): p for p in terms.people}
    found = service.store.last_commits(scope.tenant, list(streams))
    return {streams[s] for s, events in found.items() if CONSENT.fold(events).status == "refused"}


def _links(
    service: Service, scope: Scope, campaign: ConsentCampaign
) -> tuple[set[PersonId], set[PersonId]]:
    """Whose latest link is open, and who answered behind it with no."""
    terms = _terms(campaign)
    streams = {stream_id("consent_link", link): link for link in campaign.links.values()}
    found = service.store.last_commits(scope.tenant, list(streams))
    states = {streams[s]: CONSENT_LINK.fold(events) for s, events in found.items()}
    now = service.clock.now()
    opened, declined = set(), set()
    for person, link in campaign.links.items():
        state = states.get(link)
        if state is not None and state.open_at(now):
            opened.add(person)
        if state is not None and f"{person}:{terms.purpose}" in state.declined:
            declined.add(person)
    return opened, declined


def signer_of(
    service: Service, scope: Scope, terms: CampaignStarted, person: PersonId
) -> tuple[PersonId | None, Obstacle]:
    """Who signs today, or why nobody can."""
    try:
        someone = known(service, scope, person)
    except NotFound:
        return None, "gone"
    age = someone.age(service.clock.today())
    if age is None or someone.birth_date is None:
        return None, "no_birth_date"
    if age >= ADULT_AT:
        return person, ""
    if adult_from(someone.birth_date) <= terms.due and not LocalConsentGate(service).missing(
        scope, terms.purpose, [person]
    ):
        return None, "comes_of_age"
    confirmed = {"child": person, "confirmed": True}
    guardians = service.views.reader(scope, "guardianships").all(confirmed)
    if not guardians:
        return None, "no_guardian"
    return PersonId(min(row["guardian"] for row in guardians)), ""


@dataclass(frozen=True, slots=True)
class MadeLink:
    signer: PersonId
    people: tuple[PersonId, ...]
    token: str
    link: str


def make_links(
    service: Service,
    scope: Scope,
    id: str,
    people: Sequence[PersonId],
    *,
    language: str,
    days: int,
    key: str,
) -> list[MadeLink]:
    """One link for each signer, for all their people of the campaign who have not answered.

    ``people`` empty: all who have no open link. An earlier open link of somebody asked again is
    closed. The same request with the same key answers the same links.
    """
    campaign = service.handler.existing(scope, CONSENT_CAMPAIGN, id).state
    made = _made_before(service, scope, campaign, key)
    if made:
        return made
    if campaign.closed:
        raise Refused("the campaign is closed", code="campaign-closed")
    terms = _terms(campaign)
    progress = progress_of(service, scope, campaign)
    asked = _asked_again(campaign, progress, people)
    by_signer: dict[PersonId, list[PersonId]] = {}
    for person in asked:
        signer, _ = signer_of(service, scope, terms, person)
        if signer is not None:
            by_signer.setdefault(signer, []).append(person)
    for signer, theirs in sorted(by_signer.items()):
        for start in range(0, len(theirs), _PEOPLE_IN_A_LINK):
            part = tuple(theirs[start : start + _PEOPLE_IN_A_LINK])
            own_key = _key(key, signer, part)
            outcome, token = issue_link(
                service, scope, signer=signer, people=part, purposes=(terms.purpose,),
                until=terms.until, language=language, days=days, key=own_key,
            )  # fmt: skip
            made.append(MadeLink(signer, part, token, outcome.id))
    _note(service, scope, campaign, made, key=key)
    return made


def _key(key: str, signer: PersonId, people: Sequence[PersonId]) -> str:
    return f"{key}:{signer}:{people[0]}"


def _made_before(
    service: Service, scope: Scope, campaign: ConsentCampaign, key: str
) -> list[MadeLink]:
    """The links that a request with this key has noted already."""
    streams = {stream_id("consent_link", link): link for link in campaign.links.values()}
    made = []
    for events in service.store.last_commits(scope.tenant, list(streams)).values():
        issued = CONSENT_LINK.fold(events).terms
        if issued is None:
            continue
        token = token_of(service, scope, _key(key, issued.signer, issued.people))
        if link_commands.link_id(token) == issued.link:
            made.append(MadeLink(issued.signer, issued.people, token, issued.link))
    return sorted(made, key=lambda one: (one.signer, one.people))


def _asked_again(
    campaign: ConsentCampaign,
    progress: dict[PersonId, Progress],
    people: Iterable[PersonId],
) -> list[PersonId]:
    """Those named and, with them, whoever shares a link that will be closed."""
    named = set(people)
    waiting = {person for person, state in progress.items() if state in ("asked", "left")}
    if not named:
        return sorted(person for person in waiting if progress[person] == "left")
    shared = {campaign.links[person] for person in named & waiting if person in campaign.links}
    return sorted(p for p in waiting if p in named or campaign.links.get(p) in shared)


def _note(
    service: Service, scope: Scope, campaign: ConsentCampaign, made: list[MadeLink], *, key: str
) -> None:
    if not made:
        return
    new = {person: one.link for one in made for person in one.people}
    earlier = {campaign.links[person] for person in new if person in campaign.links}
    for link in sorted(earlier - set(new.values())):
        revoke = link_commands.Revoke()
        service.handler.handle(scope, CONSENT_LINK, link, revoke, key=f"{key}:revoke")
    note = commands.NoteLinks(tuple(new), tuple(new.values()), service.clock.today())
    id = _terms(campaign).campaign
    service.handler.handle(scope, CONSENT_CAMPAIGN, id, note, key=f"{key}:note")


def _terms(campaign: ConsentCampaign) -> CampaignStarted:
    if campaign.terms is None:
        raise NotFound("there is no such campaign")
    return campaign.terms
