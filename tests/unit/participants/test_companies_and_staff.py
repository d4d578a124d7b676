"""Companies apply and stand as the municipality decides; staff hold roles for a term."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.participants.domain.company_invitation import commands as invitations
from services.participants.domain.company_invitation import events as invited
from services.participants.domain.company_invitation.decider import COMPANY_INVITATION
from services.participants.domain.inn import is_inn
from services.participants.domain.organisation import commands, events
from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.staff_member import commands as staff
from services.participants.domain.staff_member import events as held
from services.participants.domain.staff_member.decider import STAFF_MEMBER, Term
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
from shared.domain.ids import PersonId, TenantId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
PLANT, COUNCIL, NORTH = TenantId("plant"), TenantId("council"), TenantId("north")
OLGA, PETER = PersonId("olga"), PersonId("peter")
CONTACT, NOTHING = Personal.of("Олег, +7 900 000-00-00"), Personal.of("")

company = Spec(ORGANISATION)
APPLY = commands.Apply(PLANT, COUNCIL, "Завод", "7707083893", NORTH, CONTACT)
APPLIED = events.CompanyApplied(PLANT, COUNCIL, "Завод", "7707083893", NORTH, CONTACT)


def _stands(standing: events.Standing, reason: str = "") -> events.StandingChanged:
    return events.StandingChanged(PLANT, standing, Personal.of(reason), TODAY)


def _change(standing: events.Standing, reason: str = "") -> commands.ChangeStanding:
    return commands.ChangeStanding(standing, Personal.of(reason), TODAY)


@pytest.mark.parametrize("inn", ["7707083893", "7830002293", "500100732259"])
def test_a_right_inn_fits_its_control_digits(inn: str) -> None:
    assert is_inn(inn)


@pytest.mark.parametrize(
    "inn",
    [
        "7707083894",
        "500100732258",
        "500100732249",
        "0000000000",
        "770708389",
        "٧٧٠٧٠٨٣٨٩٣",
        "",
        "77O7",
    ],
)
def test_a_mistyped_inn_does_not(inn: str) -> None:
    assert not is_inn(inn)
    company.when(replace(APPLY, inn=inn)).then_refused("mistyped", Invalid)


def test_a_company_applies_once_and_again_only_after_a_refusal() -> None:
    assert company.when(APPLY).then(APPLIED).standing == "applied"
    company.given(APPLIED).when(APPLY).then_refused("known already", AlreadyExists)
    company.given(APPLIED, _stands("verified")).when(APPLY).then_refused("known", AlreadyExists)
    again = company.given(APPLIED, _stands("refused", "нет договора")).when(APPLY)
    assert again.then(APPLIED).standing == "applied"


def test_the_municipality_accepts_refuses_and_ends() -> None:
    accepted = company.given(APPLIED).when(_change("verified"))
    assert accepted.then(_stands("verified")).standing == "verified"
    company.given(APPLIED).when(_change("refused", "нет")).then(_stands("refused", "нет"))
    verified = company.given(APPLIED, _stands("verified"))
    verified.when(_change("verified")).then_nothing()
    verified.when(_change("refused")).then_refused("cannot become refused")
    assert verified.when(_change("left")).then(_stands("left")).standing == "left"
    company.given(APPLIED).when(_change("left")).then_refused("cannot become left")


def test_a_school_has_no_standing_to_change() -> None:
    school = events.OrganisationRegistered(NORTH, "school", COUNCIL, "№ 1")
    company.given(school).when(_change("left")).then_refused("no such company", NotFound)
    company.when(_change("verified")).then_refused("no such company", NotFound)


def test_an_invitation_works_once_in_time_and_not_when_taken_back() -> None:
    link = Spec(COMPANY_INVITATION)
    expires = NOW + timedelta(days=30)
    made = invited.CompanyInvited("link", "Завод", expires)
    use = invitations.Use(PLANT, NOW)
    link.when(invitations.Invite("link", "Завод", expires)).then(made)
    used = invited.InvitationUsed("link", PLANT)
    link.given(made).when(use).then(used)
    link.given(made, used).when(use).then_refused("was used or has expired")
    link.given(made).when(replace(use, now=expires)).then_refused("was used or has expired")
    revoked = invited.InvitationRevoked("link")
    link.given(made).when(invitations.Revoke()).then(revoked)
    link.given(made, revoked).when(use).then_refused("was used or has expired")
    link.when(use).then_refused("no such invitation", NotFound)


member = Spec(STAFF_MEMBER)
JUNE = date(2027, 6, 30)
GIVE = staff.GiveRole(OLGA, "coordinator", "school", TODAY, JUNE)
GIVEN = held.RoleGiven(OLGA, "coordinator", TODAY, JUNE)


def test_a_role_is_held_from_its_first_to_its_last_day() -> None:
    state = member.when(GIVE).then(GIVEN)
    days = {
        TODAY - timedelta(days=1): [], TODAY: ["coordinator"],
        JUNE: ["coordinator"], JUNE + timedelta(days=1): [],
    }  # fmt: skip
    assert {day: state.roles_on(day) for day in days} == days
    member.given(GIVEN).when(GIVE).then_nothing()
    backwards = replace(GIVE, until=TODAY - timedelta(days=1))
    member.when(backwards).then_refused("before it begins", Invalid)


def test_a_school_gives_its_own_roles_only() -> None:
    member.when(replace(GIVE, role="company_coordinator")).then_refused("no such role", Invalid)
    member.when(replace(GIVE, role="municipal_admin")).then_refused("no such role", Invalid)
    member.when(replace(GIVE, kind="company")).then_refused("no such role", Invalid)


def test_an_ended_role_gives_no_access_from_that_day_and_may_be_given_again() -> None:
    middle = date(2026, 12, 1)
    ended = held.RoleEnded(OLGA, "coordinator", middle)
    state = member.given(GIVEN).when(staff.EndRole("coordinator", middle)).then(ended)
    assert state.roles_on(middle - timedelta(days=1)) == ["coordinator"]
    assert state.roles_on(middle) == []
    over = member.given(GIVEN, ended)
    over.when(staff.EndRole("coordinator", JUNE)).then_nothing()
    again = replace(GIVE, starts=date(2027, 1, 1))
    new = held.RoleGiven(OLGA, "coordinator", date(2027, 1, 1), JUNE)
    assert over.when(again).then(new).terms == {"coordinator": Term(date(2027, 1, 1), JUNE)}
    member.given(GIVEN).when(staff.EndRole("head", TODAY)).then_refused("no such role", NotFound)


def test_work_is_handed_over_today_or_when_its_day_comes() -> None:
    plan = staff.PlanHandOver(PETER, "coordinator", TODAY, TODAY)
    planned = held.HandOverPlanned(OLGA, PETER, "coordinator", TODAY)
    handed = held.WorkHandedOver(OLGA, PETER, "coordinator", TODAY)
    ended = held.RoleEnded(OLGA, "coordinator", TODAY)
    assert member.given(GIVEN).when(plan).then(planned, handed, ended).roles_on(TODAY) == []
    day = date(2026, 10, 1)
    later = held.HandOverPlanned(OLGA, PETER, "coordinator", day)
    state = member.given(GIVEN).when(replace(plan, on=day)).then(later)
    assert state.roles_on(day) == ["coordinator"]
    waiting = member.given(GIVEN, later)
    waiting.when(staff.HandOver(TODAY)).then_nothing()
    waiting.when(staff.HandOver(day)).then(
        held.WorkHandedOver(OLGA, PETER, "coordinator", day),
        held.RoleEnded(OLGA, "coordinator", day),
    )
    cancelled = held.HandOverCancelled(OLGA, "coordinator")
    waiting.when(staff.CancelHandOver("coordinator")).then(cancelled)
    waiting.when(staff.EndRole("coordinator", TODAY)).then(cancelled, ended)


def test_nobody_hands_over_what_they_do_not_hold() -> None:
    plan = staff.PlanHandOver(PETER, "coordinator", TODAY, TODAY)
    member.when(plan).then_refused("no such member", NotFound)
    member.given(GIVEN).when(replace(plan, role="head")).then_refused("does not hold", Refused)
    member.given(GIVEN).when(replace(plan, to=OLGA)).then_refused("somebody else", Invalid)
    past = replace(plan, on=TODAY - timedelta(days=1))
    member.given(GIVEN).when(past).then_refused("in the past", Invalid)
    after = replace(plan, on=date(2027, 9, 1), today=date(2027, 9, 1))
    member.given(GIVEN).when(after).then_refused("does not hold", Refused)
