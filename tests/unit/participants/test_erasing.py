"""An erasure waits for every place, in whatever order they confirm, and is certified once."""

from __future__ import annotations

from datetime import date

from services.participants.domain.erasure import commands, events
from services.participants.domain.erasure.decider import ERASURE
from services.participants.domain.erasure.events import Place
from shared.domain.erasing import Kept
from shared.domain.ids import PersonId, TenantId
from shared.testing.spec import Spec

PERSON = PersonId("person-1")
MONDAY, TUESDAY = date(2026, 9, 7), date(2026, 9, 8)
DUE, LATER = date(2026, 10, 7), date(2026, 10, 8)
HERE = Place(TenantId("school-1"), "participants", "person-1")
THERE = Place(TenantId("school-2"), "meetings", "card-1")
ORDER = Kept("order", "order-1", "12-о", date(2026, 9, 1), date(2031, 12, 31), "local-act")
ASKED = events.ErasureRequested(PERSON, "self", MONDAY, DUE)
BEGUN = events.ErasureBegun(PERSON, TUESDAY, (HERE, THERE))
DONE_HERE = events.PlaceErased(PERSON, HERE, TUESDAY, ())
DONE_THERE = events.PlaceErased(PERSON, THERE, TUESDAY, (ORDER,))
COMPLETED = events.ErasureCompleted(PERSON, TUESDAY)
SIGNED = events.CertificateSigned(PERSON, "ABCDE", "{}", "signature", "key")
erasure = Spec(ERASURE)


def confirm(place: Place, kept: tuple[Kept, ...] = ()) -> commands.ConfirmPlace:
    return commands.ConfirmPlace(PERSON, place, kept, TUESDAY)


def test_a_request_is_due_in_thirty_days() -> None:
    erasure.when(commands.Request(PERSON, "self", MONDAY)).then(ASKED)


def test_asking_twice_changes_nothing() -> None:
    erasure.given(ASKED).when(commands.Request(PERSON, "guardian", TUESDAY)).then_nothing()


def test_a_declined_request_can_be_made_again() -> None:
    declined = events.ErasureDeclined(PERSON, "not_identified")
    again = events.ErasureRequested(PERSON, "self", TUESDAY, LATER)
    erasure.given(ASKED, declined).when(commands.Request(PERSON, "self", TUESDAY)).then(again)


def test_what_has_begun_is_not_declined() -> None:
    decline = commands.Decline("taken_back")
    erasure.given(ASKED, BEGUN).when(decline).then_refused("no request waits")


def test_begun_without_a_request_it_was_the_coordinators() -> None:
    asked = events.ErasureRequested(PERSON, "coordinator", TUESDAY, LATER)
    command = commands.Begin(PERSON, (HERE, THERE), TUESDAY)
    erasure.when(command).then(asked, BEGUN)
    erasure.given(ASKED).when(command).then(BEGUN)
    erasure.given(ASKED, BEGUN).when(command).then_nothing()


def test_it_is_complete_with_the_last_confirmation_only() -> None:
    running = erasure.given(ASKED, BEGUN)
    state = running.when(confirm(HERE)).then(DONE_HERE)
    assert state.missing == {THERE}
    running.given(DONE_HERE).when(confirm(THERE, (ORDER,))).then(DONE_THERE, COMPLETED)


def test_confirmations_may_come_before_it_is_known_who_has_to_confirm() -> None:
    early = erasure.given(DONE_THERE, DONE_HERE)
    asked = events.ErasureRequested(PERSON, "coordinator", TUESDAY, LATER)
    begin = commands.Begin(PERSON, (HERE, THERE), TUESDAY)
    early.when(begin).then(asked, BEGUN, COMPLETED)


def test_a_place_that_nobody_waits_for_completes_nothing() -> None:
    other = Place(TenantId("school-3"), "meetings", "card-2")
    noted = events.PlaceErased(PERSON, other, TUESDAY, ())
    erasure.given(ASKED, BEGUN, DONE_HERE).when(confirm(other)).then(noted)


def test_confirming_twice_changes_nothing() -> None:
    erasure.given(ASKED, BEGUN, DONE_HERE).when(confirm(HERE, (ORDER,))).then_nothing()


def test_nothing_is_certified_before_all_have_confirmed() -> None:
    sign = commands.Sign("ABCDE", "{}", "signature", "key")
    erasure.given(ASKED, BEGUN, DONE_HERE).when(sign).then_refused("not complete")
    whole = erasure.given(ASKED, BEGUN, DONE_HERE, DONE_THERE, COMPLETED)
    whole.when(sign).then(SIGNED)
    whole.given(SIGNED).when(commands.Sign("FGHIJ", "{1}", "other", "key")).then_nothing()
