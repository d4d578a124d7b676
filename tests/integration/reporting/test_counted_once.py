"""Pupils who are mentors at two schools, and employees whom a school entered itself."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.contracts import matching, participants
from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId, derived_id
from tests.integration.reporting.conftest import COUNCIL, SCHOOL, YEAR, Machine

pytestmark = pytest.mark.integration
OTHER, COMPANY = TenantId("school-south"), TenantId("plant")
TOWN: dict[str, Any] = {"role": "municipal_admin", "tenant": COUNCIL}


def town(machine: Machine) -> None:
    registered = participants.OrganisationRegistered
    machine.hear(
        registered(COUNCIL, "municipality", COUNCIL), registered(SCHOOL, "school", COUNCIL),
        registered(OTHER, "school", COUNCIL), registered(COMPANY, "company", COUNCIL),
        tenant=COUNCIL,
    )  # fmt: skip
    for school in (SCHOOL, OTHER):
        body = {"year": YEAR, "starts": "2026-09-01", "ends": "2027-05-31"}
        machine.call("POST", "/roadmaps", body, tenant=school)


def pair(machine: Machine, school: TenantId, form: str, home: TenantId, at_home: str) -> None:
    card = at_home if home == school else f"card of {at_home}"
    machine.hear(
        matching.PairingActivated(
            PairingId(f"{school} {form} {at_home}"), ProgrammeId(derived_id("p", school)), YEAR, form,
            PersonId(card), home, PersonId(at_home), (PersonId(f"{at_home}'s at {school}"),), "order",
        ),
        tenant=school,
    )  # fmt: skip


def numerators(machine: Machine, **asking: Any) -> dict[str, int | None]:
    rows = machine.call("GET", "/indicators", year=YEAR, **asking)["items"]
    return {row["code"]: row["numerator"] for row in rows}


def test_a_mentor_of_two_schools_is_one_of_the_municipality_and_counts_at_home(
    machine: Machine,
) -> None:
    town(machine)
    for number in range(6):
        for school in (SCHOOL, OTHER):
            pair(machine, school, "pupil_pupil", SCHOOL, f"max{number}")
    for number in range(5):
        pair(machine, OTHER, "pupil_pupil", SCHOOL, f"only elsewhere {number}")
    machine.settle()
    assert numerators(machine)["mentors_15_19"] == 6
    assert numerators(machine, tenant=OTHER)["mentors_15_19"] == 0, "it has no such pupils"
    machine.month_end(datetime(2026, 11, 1, 3, tzinfo=UTC))
    assert numerators(machine, **TOWN)["mentors_15_19"] == 11
    found = machine.call("GET", "/dashboard", year=YEAR, **TOWN)
    counts = {row["school"]: row["counts"] for row in found["schools"]}
    assert (counts[SCHOOL]["mentors"], counts[OTHER]["mentors"]) == (11, 0)
    assert found["shared_mentors"] == 11
    assert [(tie["home"], tie["school"]) for tie in found["ties"]] == [(SCHOOL, OTHER)]


def test_enterprises_are_companies(machine: Machine) -> None:
    """An employee whom the school entered has the school for a home, whoever employs them."""
    town(machine)
    pair(machine, SCHOOL, "employer_pupil", SCHOOL, "entered here")
    pair(machine, OTHER, "employer_pupil", SCHOOL, "lent")
    machine.settle()
    machine.tick()
    assert numerators(machine)["enterprises"] == 0
    assert numerators(machine, tenant=OTHER)["enterprises"] == 0
    assert numerators(machine, **TOWN)["enterprises"] == 0
    for school in (SCHOOL, OTHER):
        pair(machine, school, "employer_pupil", COMPANY, "anna")
    machine.settle()
    machine.tick()
    assert numerators(machine)["enterprises"] == 1
    assert numerators(machine, **TOWN)["enterprises"] == 1


def test_a_denominator_that_is_too_low_makes_no_share(machine: Machine) -> None:
    town(machine)
    for number in range(6):
        pair(machine, SCHOOL, "pupil_pupil", SCHOOL, f"max{number}")
    as_of = date(2026, 9, 5).isoformat()
    for count, share in ((5, None), (6, 100.0)):
        entered = {"year": YEAR, "code": "mentors_15_19", "count": count, "as_of": as_of}
        machine.call("PUT", "/indicators/denominators", entered)
        machine.settle()
        rows = machine.call("GET", "/indicators", year=YEAR)["items"]
        row = next(row for row in rows if row["code"] == "mentors_15_19")
        assert (row["numerator"], row["denominator"], row["share"]) == (6, count, share)
