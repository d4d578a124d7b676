"""The report, the cases and the awards of a year, from draft to the last word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.reporting.bootstrap import DEFINITION
from services.reporting.domain.award import commands as award_commands
from services.reporting.domain.award import events as award
from services.reporting.domain.award.decider import AWARD
from services.reporting.domain.case import commands as case_commands
from services.reporting.domain.case import events as case
from services.reporting.domain.case.decider import CASE
from services.reporting.domain.monitoring_report import commands, events
from services.reporting.domain.monitoring_report.checklist import band
from services.reporting.domain.monitoring_report.decider import QUADRANTS, REPORT
from shared.domain.errors import AlreadyExists, Invalid, NotFound
from shared.domain.ids import ActorId, PairingId, PersonId
from shared.domain.personal import Personal
from shared.eventstore.codec import EventCodec
from shared.testing.sealing import PlainSealer
from shared.testing.spec import Spec

YEAR, TODAY, HEAD = "2026/27", date(2027, 5, 25), ActorId("head")
SWOT = Personal.of_json(dict.fromkeys(QUADRANTS, "слова"))
POINTS = (2, 2, 2, 2, 2, 2, 1, 1, 1)
drafted = events.ReportDrafted("r", YEAR, SWOT, POINTS)
approved = events.ReportApproved("r", YEAR, 15, "optimal", HEAD, TODAY)


def test_a_report_is_approved_with_its_index_and_band() -> None:
    report = Spec(REPORT)
    report.when(commands.Draft("r", YEAR, SWOT, POINTS)).then(drafted)
    report.given(drafted).when(commands.Approve(HEAD, TODAY)).then(approved)
    report.when(commands.Approve(HEAD, TODAY)).then_refused("no such report", NotFound)


@pytest.mark.parametrize(
    ("total", "name"),
    [(18, "optimal"), (15, "optimal"), (14, "acceptable"), (9, "acceptable"), (8, "insufficient"),
     (0, "insufficient")],
)  # fmt: skip
def test_bands_meet_without_gaps(total: int, name: str) -> None:
    assert band(total) == name


def test_an_approved_report_is_reopened_before_it_is_rewritten() -> None:
    rewrite = commands.Draft("r", YEAR, SWOT, POINTS)
    done = Spec(REPORT).given(drafted, approved)
    done.when(rewrite).then_refused("reopen it first")
    done.when(commands.Reopen()).then(events.ReportReopened("r", YEAR))
    done.given(events.ReportReopened("r", YEAR)).when(rewrite).then(drafted)
    Spec(REPORT).given(drafted).when(commands.Reopen()).then_nothing()


@pytest.mark.parametrize("points", [(2,) * 8, (3,) + (0,) * 8])
def test_the_checklist_has_nine_points(points: tuple[int, ...]) -> None:
    Spec(REPORT).when(commands.Draft("r", YEAR, SWOT, points)).then_refused("nine", Invalid)


def test_all_four_quadrants_are_filled_in() -> None:
    half = Personal.of_json({"strengths": "a", "weaknesses": " "})
    Spec(REPORT).when(commands.Draft("r", YEAR, half, POINTS)).then_refused("four", Invalid)


PEOPLE = (PersonId("kim"), PersonId("max"))
PAIR = PairingId("pair")


def story(**parts: Any) -> Personal:
    whole = dict.fromkeys(("situation", "goal", "path", "result"), "x")
    return Personal.of_json({**whole, **parts})


told = case.CaseDrafted("c", YEAR, PAIR, PEOPLE, story())
case_approved = case.CaseApproved("c", YEAR, PAIR, PEOPLE, HEAD, TODAY)


def test_a_case_is_told_approved_and_reopened() -> None:
    draft = case_commands.Draft("c", YEAR, PAIR, PEOPLE, story())
    Spec(CASE).when(draft).then(told)
    Spec(CASE).given(told).when(draft).then_refused("exists", AlreadyExists)
    Spec(CASE).given(told).when(case_commands.Approve(HEAD, TODAY)).then(case_approved)
    done = Spec(CASE).given(told, case_approved)
    done.when(case_commands.Rewrite(PEOPLE, story())).then_refused("approved, not a draft")
    done.when(case_commands.Reopen()).then(case.CaseReopened("c", YEAR))


def test_a_case_names_whom_it_is_about_and_has_all_parts() -> None:
    nobody = case_commands.Draft("c", YEAR, PAIR, (), story())
    Spec(CASE).when(nobody).then_refused("name whom", Invalid)
    no_goal = case_commands.Draft("c", YEAR, PAIR, PEOPLE, story(goal=" "))
    Spec(CASE).when(no_goal).then_refused("a goal", Invalid)


def test_a_withdrawn_case_is_not_approved() -> None:
    withdrawn = case.CaseWithdrawn("c", YEAR, "consent_ended")
    Spec(CASE).given(told).when(case_commands.Withdraw("consent_ended")).then(withdrawn)
    gone = Spec(CASE).given(told, withdrawn)
    gone.when(case_commands.Withdraw("erased")).then_nothing()
    gone.when(case_commands.Approve(HEAD, TODAY)).then_refused("withdrawn, not a draft")


WORDS = Personal.of("за год работы")
MAX = PersonId("max")
TITLE = Personal.of("Премия Максимова Макса")
nominated = award.MentorNominated("a", YEAR, MAX, TITLE, WORDS)
chosen = award.JuryDecided(True, MAX, WORDS)
given = award.AwardGiven("a", MAX, YEAR, TODAY)


def test_an_award_goes_from_nomination_over_the_jury_to_the_mentor() -> None:
    nominate = award_commands.Nominate("a", YEAR, MAX, TITLE, WORDS)
    one = Spec(AWARD)
    one.when(nominate).then(nominated)
    one.given(nominated).when(award_commands.Decide(True, WORDS)).then(chosen)
    one.given(nominated, chosen).when(award_commands.Give(TODAY)).then(given)
    one.given(nominated, chosen, given).when(award_commands.Give(TODAY)).then_nothing()
    empty = replace(nominate, title=Personal.of("  "))
    one.when(empty).then_refused("has a title", Invalid)


def test_an_award_taken_back_says_whose_it_was_once_it_had_been_given() -> None:
    one, revoke = Spec(AWARD), award_commands.Revoke()
    one.given(nominated, chosen, given).when(revoke).then(award.AwardRevoked("a", YEAR, MAX))
    one.given(nominated, chosen).when(revoke).then(award.AwardRevoked("a", YEAR))
    one.given(nominated, award.AwardRevoked("a", YEAR)).when(revoke).then_nothing()


def test_a_title_of_before_is_read_and_a_new_one_is_stored_sealed_only() -> None:
    codec = EventCodec([AWARD], PlainSealer(), DEFINITION.upcasters)
    old = {"award": "a", "year": YEAR, "mentor": "max", "title": "Наставник года", "reason": "s"}
    read = codec.decode({"type": "award.MentorNominated", "v": 1, "data": old})
    assert read == award.MentorNominated(
        "a", YEAR, MAX, None, Personal.from_sealed("s"), "Наставник года"
    )
    assert codec.encode("school", "award-a", 1, [read])[0]["v"] == 2
    [stored] = codec.encode("school", "award-a", 1, [nominated])
    assert stored["data"]["title_before"] == ""
    assert codec.decode(stored).title.is_sealed
    bare = codec.decode(
        {"type": "award.AwardRevoked", "v": 1, "data": {"award": "a", "year": YEAR}}
    )
    assert bare == award.AwardRevoked("a", YEAR)


def test_only_what_the_jury_has_chosen_is_given() -> None:
    Spec(AWARD).given(nominated).when(award_commands.Give(TODAY)).then_refused("jury has chosen")
    declined = award.JuryDecided(False, MAX, WORDS)
    no = Spec(AWARD).given(nominated, declined)
    no.when(award_commands.Give(TODAY)).then_refused("jury has chosen")
    no.when(award_commands.Decide(True, WORDS)).then_refused("decided already")
    Spec(AWARD).when(award_commands.Revoke()).then_refused("no such award", NotFound)
