"""Who may consent for whom, how, and how a consent ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.participants.domain.consent import commands, events
from services.participants.domain.consent.decider import CONSENT
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

TODAY, SUMMER = date(2026, 9, 1), date(2027, 6, 30)
VANYA, MOTHER = PersonId("vanya"), PersonId("mother")
consent = Spec(CONSENT)
BY_GUARDIAN = commands.Give(
    person=VANYA,
    purpose="participation",
    giver="guardian",
    by=MOTHER,
    age=13,
    guardian_confirmed=True,
    method="electronic",
    scan="",
    text_hash="hash",
    text_version=1,
    assent=False,
    until=SUMMER,
    adult_from=Personal.of("2031-03-01"),
    today=TODAY,
)
BY_SELF = replace(
    BY_GUARDIAN,
    giver="self",
    by=VANYA,
    age=30,
    guardian_confirmed=False,
    adult_from=Personal.of(""),
)
GIVEN = events.ConsentGiven(
    VANYA, "participation", "guardian", MOTHER, "electronic", "", "hash", 1, False, SUMMER,
    Personal.of("2031-03-01"),
)  # fmt: skip
WITHDRAWN = events.ConsentWithdrawn(VANYA, "participation", "mother")


def test_a_confirmed_guardian_consents_for_a_minor() -> None:
    consent.when(BY_GUARDIAN).then(GIVEN)


def test_an_adult_consents_for_themselves() -> None:
    state = consent.when(BY_SELF).then(
        replace(GIVEN, giver="self", by=VANYA, adult_from=Personal.of(""))
    )
    assert state.lives_on(SUMMER)
    assert not state.lives_on(date(2027, 7, 1))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"giver": "self", "by": VANYA}, "only a guardian"),
        ({"guardian_confirmed": False}, "not confirmed"),
        ({"age": 14}, "own assent"),
        ({"age": 18}, "an adult consents for themselves"),
        ({"age": None}, "without a birth date"),
        ({"until": date(2026, 8, 31)}, "in the past"),
        ({"method": "paper"}, "scan"),
        ({"text_hash": ""}, "hash of the text"),
    ],
)
def test_it_is_refused(change: dict[str, object], words: str) -> None:
    consent.when(replace(BY_GUARDIAN, **change)).then_refused(words)  # type: ignore[arg-type]


def test_an_adult_cannot_sign_for_another_adult() -> None:
    consent.when(replace(BY_SELF, by=MOTHER)).then_refused("for themselves")


def test_from_fourteen_the_childs_assent_stands_beside_it() -> None:
    command = replace(BY_GUARDIAN, age=14, assent=True)
    consent.when(command).then(replace(GIVEN, assent=True))


def test_the_same_consent_twice_changes_nothing() -> None:
    consent.given(GIVEN).when(BY_GUARDIAN).then_nothing()


def test_other_terms_renew_it() -> None:
    later = date(2028, 6, 30)
    renewed = replace(GIVEN, until=later)
    consent.given(GIVEN).when(replace(BY_GUARDIAN, until=later)).then(renewed)


def test_after_withdrawal_it_can_be_given_anew() -> None:
    consent.given(GIVEN, WITHDRAWN).when(BY_GUARDIAN).then(GIVEN)


def test_withdrawing_ends_it_once() -> None:
    state = consent.given(GIVEN).when(commands.Withdraw("mother")).then(WITHDRAWN)
    assert not state.lives_on(TODAY)
    consent.given(GIVEN, WITHDRAWN).when(commands.Withdraw("mother")).then_nothing()


def test_what_was_never_given_cannot_be_withdrawn() -> None:
    consent.when(commands.Withdraw("mother")).then_refused("no consent to withdraw")


def test_a_given_consent_is_withdrawn_not_refused() -> None:
    refuse = commands.Refuse(VANYA, "participation", "guardian", MOTHER)
    consent.given(GIVEN).when(refuse).then_refused("withdrawn, not refused")


def test_it_expires_after_its_last_day_only() -> None:
    consent.given(GIVEN).when(commands.Expire(SUMMER)).then_nothing()
    expired = events.ConsentExpired(VANYA, "participation")
    consent.given(GIVEN).when(commands.Expire(date(2027, 7, 1))).then(expired)


def test_coming_of_age_ends_only_what_a_guardian_gave() -> None:
    outgrown = events.ConsentOutgrown(VANYA, "participation")
    consent.given(GIVEN).when(commands.Outgrow()).then(outgrown)
    own = replace(GIVEN, giver="self", by=VANYA)
    consent.given(own).when(commands.Outgrow()).then_nothing()


def test_erasure_ends_it() -> None:
    consent.given(GIVEN).when(commands.Erase()).then(events.ConsentErased(VANYA, "participation"))


def test_what_was_shown_and_when_is_kept() -> None:
    shown_at = datetime(2026, 9, 1, 10, tzinfo=UTC)
    shown = replace(BY_GUARDIAN, language="ru", shown_at=shown_at, link="l1")
    given = replace(GIVEN, language="ru", shown_at=shown_at, link="l1")
    consent.when(shown).then(given)
    later = replace(shown, shown_at=datetime(2026, 9, 2, tzinfo=UTC), link="l2")
    consent.given(given).when(later).then_nothing()


def test_a_paper_is_not_signed_in_the_future() -> None:
    paper = replace(BY_GUARDIAN, method="paper", scan="s", signed_on=date(2026, 9, 2))
    consent.when(paper).then_refused("in the future")


def test_a_withdrawal_on_paper_keeps_the_day_of_receipt() -> None:
    came = commands.Withdraw("coordinator", "paper", TODAY)
    consent.given(GIVEN).when(came).then(
        events.ConsentWithdrawn(VANYA, "participation", "coordinator", "paper", TODAY)
    )


def test_a_guardian_does_not_take_back_what_a_grown_up_gave() -> None:
    own = replace(GIVEN, giver="self", by=VANYA)
    by_guardian = commands.Withdraw("mother", by_guardian=True)
    consent.given(own).when(by_guardian).then_refused("only they take back")
    consent.given(GIVEN).when(by_guardian).then(WITHDRAWN)
