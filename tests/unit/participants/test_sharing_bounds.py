"""What a company allows bounds what an employee permits; what is permitted bounds the card."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.participants.application.standing import covered
from services.participants.domain.features import CHOSEN, CHOSEN_AT_FIRST, NEEDED, permitted
from services.participants.domain.mentor_record import commands as records
from services.participants.domain.mentor_record import events as recorded
from services.participants.domain.mentor_record.decider import MENTOR_RECORD
from services.participants.domain.sharing_limits import commands as limits
from services.participants.domain.sharing_limits.decider import SHARING_LIMITS, Terms, within
from services.participants.domain.sharing_limits.events import LimitsLifted, LimitsSet
from services.participants.domain.sharing_permission import commands, events
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from shared.contracts.features import FORMS, THEMES, Features
from shared.domain.errors import Invalid
from shared.domain.ids import PersonId, TenantId
from shared.testing.spec import Spec

ANNA, PLANT = PersonId("anna"), TenantId("plant")
NORTH, SOUTH = TenantId("north"), TenantId("south")
TODAY, SUMMER = date(2026, 9, 1), date(2027, 5, 31)
BOUNDS = LimitsSet(PLANT, (NORTH,), ("employer_pupil", "pupil_pupil"), 2, 8)
PERMIT = commands.Permit(ANNA, NORTH, PLANT, ("employer_pupil",), 2, SUMMER, TODAY, ("times",), 4)

bounds = Spec(SHARING_LIMITS)
permission = Spec(SHARING_PERMISSION)
record = Spec(MENTOR_RECORD)


def test_limits_are_set_changed_and_lifted() -> None:
    asked = limits.SetLimits(PLANT, (NORTH,), ("employer_pupil", "pupil_pupil"), 2, 8)
    bounds.when(asked).then(BOUNDS)
    bounds.given(BOUNDS).when(asked).then_nothing()
    bounds.given(BOUNDS).when(limits.LiftLimits()).then(LimitsLifted(PLANT))
    bounds.when(limits.LiftLimits()).then_nothing()
    bounds.when(replace(asked, places=-1)).then_refused("0 or more", Invalid)


def test_an_employee_permits_within_the_limits_only() -> None:
    given_ = permission.when(replace(PERMIT, bounds=BOUNDS))
    assert [type(event).__name__ for event in given_.events] == ["SharingPermitted"]
    for wider in (
        replace(PERMIT, school=SOUTH),
        replace(PERMIT, forms=("employer_pupil", "teacher_teacher")),
        replace(PERMIT, places=3),
        replace(PERMIT, hours=9),
        replace(PERMIT, hours=None),
    ):
        decision = permission.when(replace(wider, bounds=BOUNDS))
        decision.then_refused("narrower limits")
        assert permission.when(wider).error is None, "without limits the mentor decides freely"


def test_an_unknown_field_cannot_be_permitted() -> None:
    wrong = replace(PERMIT, fields=("contact",))
    permission.when(wrong).then_refused("no such field", Invalid)


def test_a_permission_of_before_fields_shows_what_it_showed_then() -> None:
    old = events.SharingPermitted(ANNA, NORTH, "", PersonId("card"), ("pupil_pupil",), 1, SUMMER)
    assert (old.fields, old.hours) == (CHOSEN_AT_FIRST, None)
    assert set(CHOSEN) - set(old.fields) == {"competences"}, (
        "what was added was permitted by nobody"
    )


STANDING = recorded.StandingSet(ANNA, ("pupil_pupil",), (), 2, SUMMER, ("times",), None)
ASKED = events.SharingRequested(
    ANNA, NORTH, "request", ("pupil_pupil", "teacher_teacher"), 5, date(2027, 8, 1)
)


def test_a_standing_permission_gives_its_own_part_of_a_request() -> None:
    terms = covered(STANDING, ASKED, TODAY)
    assert terms is not None
    assert (terms["forms"], terms["places"], terms["until"]) == (("pupil_pupil",), 2, SUMMER)
    assert covered(replace(STANDING, schools=(SOUTH,)), ASKED, TODAY) is None
    assert covered(replace(STANDING, schools=(NORTH,)), ASKED, TODAY) == terms
    assert covered(STANDING, replace(ASKED, forms=("teacher_teacher",)), TODAY) is None
    assert covered(STANDING, ASKED, date(2027, 6, 1)) is None


def test_a_standing_permission_is_set_and_ended() -> None:
    asked = records.SetStanding(ANNA, ("pupil_pupil",), (), 2, SUMMER, ("times",), None, TODAY)
    record.when(asked).then(STANDING)
    record.given(STANDING).when(asked).then_nothing()
    record.given(STANDING).when(records.EndStanding()).then(recorded.StandingEnded(ANNA))
    record.when(records.EndStanding()).then_nothing()
    record.when(replace(asked, until=date(2026, 8, 31))).then_refused("in the past")
    record.when(replace(asked, places=0)).then_refused("one place", Invalid)


words = st.lists(st.text("абвгд", min_size=1, max_size=4), max_size=3).map(tuple)
features = st.builds(
    Features,
    forms=st.lists(st.sampled_from(FORMS), unique=True).map(tuple),
    themes=st.lists(st.sampled_from(THEMES), unique=True).map(tuple),
    times=st.lists(st.sampled_from(["mon-15", "sat-10", "fri-18"]), unique=True).map(tuple),
    way=st.sampled_from(["online", "in_person"]),
    languages=words, grade=st.integers(1, 11), age_band=st.sampled_from(["10-13", "25+"]),
    adult=st.booleans(), area=st.text("абв", min_size=1), interests=words,
    group_ok=st.booleans(), gender=st.sampled_from("mf"), gender_wish=st.sampled_from("mf"),
    vetoes=words,
)  # fmt: skip
UNKNOWN = asdict(Features(forms=(), themes=()))


@given(
    features,
    st.lists(st.sampled_from(FORMS), unique=True),
    st.lists(st.sampled_from(CHOSEN), unique=True),
)
def test_a_card_says_nothing_that_was_not_allowed(
    known: Features, forms: list[str], fields: list[str]
) -> None:
    card = asdict(permitted(known, forms, fields))
    assert set(card["forms"]) <= set(forms)
    said = {name for name, value in card.items() if value != UNKNOWN[name]}
    assert said <= {*NEEDED, *fields}
    for name in fields:
        assert card[name] == asdict(known)[name], "what was allowed is there"


terms = st.builds(
    Terms,
    st.lists(st.sampled_from(FORMS), unique=True, min_size=1).map(tuple),
    st.integers(1, 30),
    st.none() | st.integers(1, 200),
)
some_limits = st.builds(
    LimitsSet,
    st.just(PLANT),
    st.none() | st.lists(st.sampled_from([NORTH, SOUTH]), unique=True).map(tuple),
    st.none() | st.lists(st.sampled_from(FORMS), unique=True).map(tuple),
    st.none() | st.integers(0, 30),
    st.none() | st.integers(1, 200),
)


@given(some_limits, terms)
def test_what_the_limits_leave_is_within_them_and_stays_so(limit: LimitsSet, asked: Terms) -> None:
    left = within(limit, NORTH, asked)
    if left is None:
        return
    assert limit.schools is None or NORTH in limit.schools
    assert set(left.forms) <= set(asked.forms) & set(limit.forms or FORMS)
    assert left.places <= min(asked.places, 30 if limit.places is None else limit.places)
    assert limit.hours is None or (left.hours is not None and left.hours <= limit.hours)
    assert within(limit, NORTH, left) == left
