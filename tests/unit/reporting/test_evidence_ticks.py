"""Every item of the roadmap ticks from what proves it, and unticks when that goes."""

from __future__ import annotations

from typing import Any

import pytest

from services.reporting.domain.award import events as award
from services.reporting.domain.case import events as case
from services.reporting.domain.evidence.board import board, stages
from services.reporting.domain.monitoring_report import events as report
from services.reporting.domain.publication import events as publication
from services.reporting.domain.roadmap.items import ITEMS
from services.reporting.domain.survey import events as survey
from shared.contracts import matching, meetings, participants
from shared.domain.ids import PersonId, TenantId
from tests.unit.reporting.year import (
    ADULT,
    CARD,
    CHILD,
    DAY,
    MENTOR,
    ONE,
    SCHOOL,
    SEALED,
    TWO,
    YEAR,
    P,
    activated,
    met,
    notes,
    people,
    proofs,
    ticks,
    whole,
)  # fmt: skip

EVERY = {item.number for item in ITEMS}
THIRD = PersonId("third")


def test_a_whole_year_ticks_all_35_items() -> None:
    assert ticks(whole()) == EVERY
    assert len(EVERY) == 35


def test_nothing_ticks_without_evidence() -> None:
    assert ticks([]) == set()


def test_a_corrected_entry_proves_with_its_new_length() -> None:
    longer = meetings.MeetingCorrected(f"regular of {ONE}", ONE, YEAR, "regular", DAY, 90)
    said = [*whole(), longer]
    assert ticks(said) == EVERY
    before, after = (proofs(things)["6.4"].facts["minutes"] for things in (whole(), said))
    assert after - before == 45


def test_another_years_evidence_proves_nothing() -> None:
    assert not any(proof.ticked for proof in board("2027/28", notes(whole())).values())


def test_guests_of_the_ceremony_are_invited_to_the_results() -> None:
    things = [m for m in whole() if not isinstance(m, meetings.InvitationsSent)]
    assert ticks(things) == EVERY - {"7.1"}
    invited = meetings.InvitationsSent("event 7.2", "7.2", YEAR, 20, 5)
    assert ticks([*things, invited]) == EVERY
    gone = meetings.OutreachWithdrawn("event 7.2", "7.2", YEAR)
    assert ticks([*things, invited, gone]) == EVERY - {"7.1", "7.2"}


GOES: list[tuple[str, Any, set[str]]] = [
    ("a struck event", meetings.OutreachWithdrawn("event 1.1", "1.1", YEAR), {"1.1"}),
    ("withdrawn invitations", meetings.OutreachWithdrawn("event 7.1", "7.1", YEAR), {"7.1"}),
    ("no ceremony", meetings.OutreachWithdrawn("event 7.2", "7.2", YEAR), {"7.2"}),
    ("an adult mentee's consent",
     participants.ConsentEnded(ADULT, "participation", "withdrawn"), {"2.1"}),
    ("a child's consent",
     participants.ConsentEnded(CHILD, "participation", "withdrawn"), {"2.2", "7.5"}),
    ("the only third party's purpose",
     participants.ConsentEnded(CHILD, "third_party", "withdrawn"), {"2.2"}),
    ("a mentor's consent",
     participants.ConsentEnded(MENTOR, "participation", "expired"),
     {"3.3", "4.4", "7.2", "7.5", "7.8"}),
    ("a child's only third-party information",
     participants.QuestionnaireStruck("of teacher", CHILD, YEAR, "third_party"), {"2.2"}),
    ("a mentor's publication consent",
     participants.ConsentEnded(MENTOR, "publication", "withdrawn"), {"7.6"}),
    ("a mentor's staying", participants.MentorStays(MENTOR, YEAR, False, None), {"7.8"}),
    ("a mentor's later consent",
     participants.ConsentEnded(MENTOR, "after_programme", "withdrawn"), {"7.8"}),
    ("a new candidate, not judged",
     participants.CandidateRegistered(THIRD, "mentee", YEAR, False), {"2.3"}),
    ("a new minor", participants.CandidateRegistered(THIRD, "mentee", YEAR, True), {"2.2", "2.3"}),
    ("a mentee admitted late", participants.MenteeAdmitted(THIRD, YEAR, SEALED), {"3.2"}),
    ("a reopened first round", participants.MeasurementReopened(P, YEAR, "mentee", 1), {"3.2"}),
    ("a reopened mentors' round", participants.MeasurementReopened(P, YEAR, "mentor", 1), {"4.1"}),
    ("a reopened last round", participants.MeasurementReopened(P, YEAR, "mentee", 2), {"7.4"}),
    ("a mentor listed late",
     participants.MentorListed(THIRD, SCHOOL, THIRD, YEAR, 1, DAY, SEALED), {"4.1", "4.2"}),
    ("a training failed after all",
     participants.TrainingCompleted("training", CARD, YEAR, False), {"4.4"}),
    ("a discarded proposal", matching.ProposalDiscarded(P, YEAR, "run"), {"5.3"}),
    ("a struck trial meeting",
     meetings.MeetingStruck(f"trial of {ONE}", ONE, YEAR, "trial"), {"6.2"}),
    ("a struck regular meeting",
     meetings.MeetingStruck(f"regular of {TWO}", TWO, YEAR, "regular"), {"6.4"}),
    ("a new survey", survey.SurveyOpened("another", YEAR, "mentor", DAY), {"6.8"}),
    ("a reopened report", report.ReportReopened("report", YEAR), {"7.3"}),
    ("a reopened case", case.CaseReopened("case", YEAR), {"7.5"}),
    ("a withdrawn case", case.CaseWithdrawn("case", YEAR, "erased"), {"7.5"}),
    ("a revoked award", award.AwardRevoked("award", YEAR), {"7.2"}),
    ("a withdrawn publication",
     publication.PublicationWithdrawn("publication", YEAR, "by_hand"), {"7.6"}),
]  # fmt: skip


@pytest.mark.parametrize(("what", "event", "items"), GOES, ids=[what for what, _, _ in GOES])
def test_an_item_unticks_when_its_evidence_goes(what: str, event: Any, items: set[str]) -> None:
    assert EVERY - ticks([*whole(), event]) == items, what


@pytest.mark.parametrize("pairing", [ONE, TWO])
def test_a_pair_that_lacks_something_unticks_the_work_items(pairing: Any) -> None:
    third = activated(pairing, "pupil_pupil", MENTOR, CHILD)
    fresh = matching.PairingActivated(
        **{**{name: getattr(third, name) for name in third.__slots__}, "pairing": "three"}
    )
    assert EVERY - ticks([*whole(), fresh]) == {
        "5.4", "6.1", "6.2", "6.3", "6.4", "6.5", "6.6",
    }  # fmt: skip


@pytest.mark.parametrize(
    "gone",
    [matching.PairingSuspended(ONE, "consent"), matching.PairingEnded(ONE, "not_suited")],
    ids=["suspended", "ended early"],
)
def test_a_pair_that_stopped_early_is_asked_for_nothing(gone: Any) -> None:
    struck = meetings.MeetingStruck(f"regular of {ONE}", ONE, YEAR, "regular")
    reopened = matching.PairingResumed(ONE)
    assert "6.4" not in ticks([*whole(), struck])
    assert "6.4" in ticks([*whole(), struck, gone])
    assert "6.4" not in ticks([*whole(), struck, matching.PairingSuspended(ONE, "x"), reopened])


def test_without_any_pair_that_counts_the_work_items_are_open() -> None:
    ended = [matching.PairingEnded(pairing, "mentor_left") for pairing in (ONE, TWO)]
    still = ticks([*whole(), *ended])
    assert not {"5.4", "6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "7.4", "7.7"} & still


def struck(role: Any, *people: PersonId) -> list[Any]:
    return [
        participants.QuestionnaireStruck(f"of {person}", person, YEAR, role) for person in people
    ]


def test_the_last_answer_struck_unticks_and_a_new_one_ticks_again() -> None:
    assert ticks([*whole(), *struck("mentee", ADULT)]) == EVERY, "the child's answer is still there"
    assert ticks([*whole(), *struck("mentee", ADULT, CHILD)]) == EVERY - {"2.1"}
    again = participants.QuestionnaireAnswered(f"of {ADULT}", ADULT, YEAR, "mentee", "self")
    assert ticks([*whole(), *struck("mentee", ADULT, CHILD), again]) == EVERY


def test_the_mentors_answers_struck_untick_what_they_proved() -> None:
    local = [thing for thing in people() if getattr(thing, "person", None) != CARD]
    assert "3.3" in ticks(local)
    assert "3.3" not in ticks([*local, *struck("mentor", MENTOR)])


def test_taking_a_candidate_off_the_list_closes_the_gap_a_withdrawal_left() -> None:
    withdrawn = [
        participants.ConsentEnded(ADULT, "participation", "withdrawn"),
        participants.MenteeReturned(ADULT, YEAR),
        participants.CandidateRemoved(ADULT, "mentee", YEAR),
        matching.PairingSuspended(TWO, "consent_ended"),
        matching.PairingEnded(TWO, "consent_ended"),
    ]
    assert ticks([*whole(), *withdrawn[:1]]) == EVERY - {"2.1"}
    assert ticks([*whole(), *withdrawn]) == EVERY


def test_a_child_off_the_list_no_longer_needs_cover() -> None:
    another = PersonId("another")
    late = [
        participants.CandidateRegistered(another, "mentee", YEAR, True),
        participants.CandidateRemoved(another, "mentee", YEAR),
    ]
    assert not {"2.2", "2.3"} & ticks([*whole(), late[0]])
    assert ticks([*whole(), *late]) == EVERY


def test_whoever_is_erased_proves_nothing_and_is_needed_nowhere() -> None:
    things = [*whole(), participants.PersonErased(MENTOR)]
    for proof in proofs(things).values():
        assert MENTOR not in proof.needed | proof.present
        assert not any(MENTOR in id.split(":") for e in proof.evidence for id in e.ids)
    assert {"7.2", "7.5", "7.6", "7.8"} & ticks(things) == set()


def test_another_schools_mentor_needs_no_consent_here() -> None:
    assert "3.3" in ticks(
        [participants.MentorListed(CARD, TenantId("far"), CARD, YEAR, 1, DAY, SEALED)]
    )


def test_a_training_without_experts_and_materials_is_no_plan() -> None:
    assert "4.3" not in ticks([participants.TrainingPlanned("empty", YEAR, 0, 0)])


def test_what_is_missing_is_named() -> None:
    proof = proofs([*people(), activated(ONE, "pupil_pupil", MENTOR, CHILD)])["6.1"]
    assert proof.missing == {ONE}
    held = proofs(
        [*people(), activated(ONE, "pupil_pupil", MENTOR, CHILD), met(ONE, "organisational")]
    )["6.1"]
    assert held.ticked
    assert [(e.kind, e.count, e.latest) for e in held.evidence] == [("meeting", 1, "2026-10-01")]
    assert held.facts == {"meetings": 1, "minutes": 45}


def test_stages_count_applicable_items_only() -> None:
    counted = stages(proofs(whole()), {"7.6", "7.7"})
    assert [(s.ticked, s.applicable) for s in counted] == [
        (4, 4), (3, 3), (4, 4), (4, 4), (4, 4), (8, 8), (6, 6),
    ]  # fmt: skip
