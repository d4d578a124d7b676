"""Registers: people, guardians, organisations, one-time links."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from services.participants.domain.consent_link import commands as links
from services.participants.domain.consent_link import events as linked
from services.participants.domain.consent_link.decider import CONSENT_LINK
from services.participants.domain.guardianship import commands as guardians
from services.participants.domain.guardianship import events as kin
from services.participants.domain.guardianship.decider import GUARDIANSHIP
from services.participants.domain.organisation import commands as organisations
from services.participants.domain.organisation import events as known
from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.person import commands, events
from services.participants.domain.person.decider import PERSON
from shared.domain.errors import AlreadyExists, Invalid, NotFound
from shared.domain.ids import PersonId, TenantId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
YEAR = "2026/27"
VANYA, MOTHER = PersonId("vanya"), PersonId("mother")
NAME, BORN, PHONE = Personal.of("Ваня"), Personal.of("2013-05-02"), Personal.of("")

person = Spec(PERSON)
REGISTERED = events.PersonRegistered(VANYA, NAME, BORN, PHONE)
ENTER = commands.EnterAsCandidate("mentee", YEAR, True, Personal.of("7 А"))
ENTERED = events.CandidateRegistered(VANYA, "mentee", YEAR, True, Personal.of("7 А"))


def test_a_person_is_registered_once() -> None:
    command = commands.Register(VANYA, NAME, BORN, PHONE)
    person.when(command).then(REGISTERED)
    person.given(REGISTERED).when(command).then_refused("already", AlreadyExists)


def test_a_candidacy_is_entered_and_removed_once() -> None:
    person.given(REGISTERED).when(ENTER).then(ENTERED)
    person.given(REGISTERED, ENTERED).when(ENTER).then_nothing()
    removed = events.CandidateRemoved(VANYA, "mentee", YEAR)
    remove = commands.RemoveCandidate("mentee", YEAR)
    person.given(REGISTERED, ENTERED).when(remove).then(removed)
    person.given(REGISTERED).when(remove).then_nothing()


def test_coming_of_age_happens_once() -> None:
    of_age = events.CameOfAge(VANYA, TODAY)
    person.given(REGISTERED).when(commands.ComeOfAge(TODAY)).then(of_age)
    person.given(REGISTERED, of_age).when(commands.ComeOfAge(TODAY)).then_nothing()


def test_an_erased_person_does_not_exist() -> None:
    erased = events.PersonErased(VANYA)
    person.given(REGISTERED).when(commands.Erase()).then(erased)
    person.given(REGISTERED, erased).when(commands.Erase()).then_nothing()
    person.given(REGISTERED, erased).when(ENTER).then_refused("no such person", NotFound)
    person.when(ENTER).then_refused("no such person", NotFound)


def test_a_guardian_counts_once_confirmed_and_until_unlinked() -> None:
    link = Spec(GUARDIANSHIP)
    made = kin.GuardianLinked(MOTHER, VANYA)
    sure = kin.GuardianConfirmed(MOTHER, VANYA)
    assert not link.when(guardians.Link(MOTHER, VANYA)).then(made).confirmed
    assert link.given(made).when(guardians.Confirm()).then(sure).confirmed
    ended = link.given(made, sure).when(guardians.Unlink())
    assert not ended.then(kin.GuardianUnlinked(MOTHER, VANYA)).confirmed
    link.when(guardians.Confirm()).then_refused("not linked", NotFound)
    link.when(guardians.Link(VANYA, VANYA)).then_refused("own guardian", Invalid)


def test_an_organisation_counts_its_own_denominators() -> None:
    organisation = Spec(ORGANISATION)
    north, council = TenantId("north"), TenantId("council")
    entered = known.OrganisationEntered(north, "school", council, "№ 1")
    organisation.when(organisations.Enter(north, "school", council, "№ 1")).then(entered)
    count = organisations.CountDenominators(YEAR, (("pupils_10_19", 500),), TODAY)
    counted = known.DenominatorsCounted(north, YEAR, (("pupils_10_19", 500),), TODAY)
    organisation.given(entered).when(count).then(counted)
    organisation.given(entered, counted).when(count).then_nothing()
    organisation.when(count).then_refused("not registered", NotFound)
    below = replace(count, counts=(("pupils_10_19", -1),))
    organisation.given(entered).when(below).then_refused("below zero", Invalid)


def test_a_link_works_once_and_only_in_time() -> None:
    link = Spec(CONSENT_LINK)
    terms = (MOTHER, (VANYA,), ("participation",), date(2027, 6, 30), "ru")
    expires = NOW + timedelta(days=14)
    issued = linked.LinkIssued("link", *terms, expires)  # type: ignore[arg-type]
    link.when(links.Issue("link", *terms, expires)).then(issued)  # type: ignore[arg-type]
    used = linked.LinkUsed("link", (), NOW)
    link.given(issued).when(links.Use(NOW)).then(used)
    link.given(issued, used).when(links.Use(NOW)).then_refused("was used")
    link.given(issued).when(links.Use(expires)).then_refused("expired")
    revoked = linked.LinkRevoked("link")
    link.given(issued).when(links.Revoke()).then(revoked)
    link.given(issued, revoked).when(links.Use(NOW)).then_refused("was used or has expired")
