"""A mentor's places over several schools."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from services.matching.domain.places import commands, events
from services.matching.domain.places.decider import MENTOR_PLACES
from shared.domain.errors import Refused
from shared.domain.ids import ProgrammeId, TenantId
from shared.testing.spec import Spec

HOME, NORTH, SOUTH = TenantId("home"), TenantId("north"), TenantId("south")
PROGRAMME = ProgrammeId("programme")
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
SUMMER = date(2027, 5, 31)
places = Spec(MENTOR_PLACES)
of_three = places.given(events.CapacitySet(HOME, 3, SUMMER))
shared = of_three.given(events.SchoolPermitted(NORTH, ("student_pupil",), 2, SUMMER))


def reserve(
    claim: str, school: TenantId = NORTH, *, count: int = 1, form: str = "student_pupil",
    now: datetime = NOW,
) -> commands.Reserve:  # fmt: skip
    expires = now + timedelta(days=30)
    return commands.Reserve(claim, school, PROGRAMME, form, count, now, expires)


def confirm(
    claim: str, school: TenantId = NORTH, *, under: str = "order:1", now: datetime = NOW,
    form: str = "student_pupil",
) -> commands.Confirm:  # fmt: skip
    return commands.Confirm(claim, school, PROGRAMME, form, 1, under, now)


def reserved(claim: str, school: TenantId = NORTH, expires: datetime = LATER) -> object:
    return events.PlaceReserved(claim, school, PROGRAMME, "student_pupil", 1, expires)


def confirmed(claim: str, school: TenantId = NORTH, under: str = "order:1") -> object:
    return events.PlaceConfirmed(claim, school, PROGRAMME, "student_pupil", 1, under)


def test_the_home_school_needs_no_permission() -> None:
    of_three.when(reserve("a", HOME, form="pupil_pupil")).then(
        events.PlaceReserved("a", HOME, PROGRAMME, "pupil_pupil", 1, LATER)
    )


def test_another_school_needs_a_permission() -> None:
    of_three.when(reserve("a")).then_refused("permission")


def test_a_permission_is_for_its_forms_only() -> None:
    shared.when(reserve("a", form="pupil_pupil")).then_refused("permission")


def test_a_permission_is_judged_at_the_time_of_the_command() -> None:
    long_listed = places.given(
        events.CapacitySet(HOME, 3, date(2030, 1, 1)),
        events.SchoolPermitted(NORTH, ("student_pupil",), 2, SUMMER),
    )
    after = datetime(2027, 6, 1, tzinfo=UTC)
    long_listed.when(reserve("a", now=after)).then_refused("permission")


def test_a_permitted_school_reserves() -> None:
    shared.when(reserve("a")).then(reserved("a"))


def test_a_school_takes_no_more_than_its_permission_says() -> None:
    shared.given(reserved("a"), reserved("b")).when(reserve("c")).then_refused("no free place")


def test_all_schools_together_take_no_more_than_the_capacity() -> None:
    taken = of_three.given(
        events.SchoolPermitted(NORTH, ("student_pupil",), 3, SUMMER),
        events.SchoolPermitted(SOUTH, ("student_pupil",), 3, SUMMER),
        confirmed("a"), confirmed("b", SOUTH), reserved("c"),
    )  # fmt: skip
    taken.when(reserve("d", SOUTH)).then_refused("no free place")


def test_a_group_takes_a_place_for_each_mentee() -> None:
    shared.given(reserved("a")).when(reserve("b", count=2)).then_refused("no free place")


def test_reserving_twice_is_once() -> None:
    shared.given(reserved("a")).when(reserve("a")).then_nothing()


def test_a_reservation_that_ran_out_is_free_again_without_a_timer() -> None:
    full = shared.given(reserved("a", expires=NOW), reserved("b", expires=NOW))
    full.when(reserve("c")).then(reserved("c"))


def test_confirming_a_reservation_keeps_its_place() -> None:
    shared.given(reserved("a"), reserved("b")).when(confirm("a")).then(confirmed("a"))


def test_confirming_twice_is_once() -> None:
    shared.given(confirmed("a")).when(confirm("a")).then_nothing()


def test_confirming_without_a_reservation_takes_a_free_place() -> None:
    shared.when(confirm("a")).then(confirmed("a"))


def test_confirming_fails_when_the_reservation_ran_out_and_others_took_the_place() -> None:
    lost = shared.given(reserved("a", expires=NOW), confirmed("b"), confirmed("c"))
    lost.when(confirm("a")).then_refused("no free place")


def test_confirming_fails_when_the_permission_ended() -> None:
    revoked = shared.given(reserved("a"), events.PermissionEnded(NORTH, "revoked"))
    revoked.when(confirm("a")).then_refused("permission")


def test_a_claim_belongs_to_its_school() -> None:
    two = shared.given(events.SchoolPermitted(SOUTH, ("student_pupil",), 2, SUMMER), reserved("a"))
    two.when(confirm("a", SOUTH)).then_refused("another school")


def test_ending_a_permission_releases_what_was_only_reserved() -> None:
    shared.given(reserved("a"), confirmed("b")).when(commands.EndPermission(NORTH, "revoked")).then(
        events.PermissionEnded(NORTH, "revoked"),
        events.PlaceReleased("a", NORTH, "permission_ended"),
    )


def test_a_failed_attempt_releases_only_what_it_confirmed() -> None:
    later = shared.given(confirmed("a", under="order:2"))
    later.when(commands.Release("a", "order_failed", "order:1")).then_nothing()
    later.when(commands.Release("a", "order_failed", "order:2")).then(
        events.PlaceReleased("a", NORTH, "order_failed")
    )


def test_releasing_what_is_not_held_is_nothing() -> None:
    shared.when(commands.Release("a", "dropped")).then_nothing()


def test_a_closed_mentor_takes_nobody_new() -> None:
    shared.given(events.PlacesClosed("paused")).when(reserve("a")).then_refused("no new mentees")


def test_a_new_listing_opens_the_places_again() -> None:
    closed = shared.given(events.PlacesClosed("paused"))
    closed.when(commands.SetCapacity(HOME, 3, SUMMER)).then(events.CapacitySet(HOME, 3, SUMMER))


def test_a_mentor_listed_until_a_date_takes_nobody_after_it() -> None:
    after = datetime(2027, 6, 1, tzinfo=UTC)
    of_three.when(reserve("a", HOME, now=after)).then_refused("no new mentees")


def test_a_lower_capacity_takes_no_place_away() -> None:
    state = shared.given(confirmed("a"), confirmed("b"), events.CapacitySet(HOME, 1, SUMMER)).state
    assert len(state.claims) == 2
    assert state.free(NORTH, NOW) == 0


@pytest.mark.parametrize("count", [0, -1])
def test_a_claim_is_for_one_place_or_more(count: int) -> None:
    decision = shared.when(reserve("a", count=count))
    assert decision.error is not None
    assert not isinstance(decision.error, Refused)
