"""A permission at home, a request at the asking school, a card, and an anonymous entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.participants.domain.catalogue_entry import commands as entries
from services.participants.domain.catalogue_entry import events as offered
from services.participants.domain.catalogue_entry.decider import CATALOGUE_ENTRY
from services.participants.domain.features import CHOSEN
from services.participants.domain.mentor_card import commands as cards
from services.participants.domain.mentor_card import events as shown
from services.participants.domain.mentor_card.decider import MENTOR_CARD
from services.participants.domain.sharing_permission import commands, events
from services.participants.domain.sharing_permission.commands import card_id
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from services.participants.domain.sharing_request import commands as requests
from services.participants.domain.sharing_request.decider import SHARING_REQUEST
from services.participants.domain.sharing_request.events import SharingAnswered, SharingAsked
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId, TenantId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

TODAY, SUMMER = date(2026, 9, 1), date(2027, 6, 30)
ANNA, NORTH, SOUTH = PersonId("anna"), TenantId("north"), TenantId("south")
CARD = card_id(NORTH, ANNA, SOUTH)
FORMS = ("pupil_pupil",)
permission = Spec(SHARING_PERMISSION)
ASKED = events.SharingRequested(ANNA, SOUTH, "request", FORMS, 2, SUMMER)
PERMIT = commands.Permit(ANNA, SOUTH, NORTH, FORMS, 2, SUMMER, TODAY)
PERMITTED = events.SharingPermitted(ANNA, SOUTH, "request", CARD, FORMS, 2, SUMMER, fields=CHOSEN)


def test_a_request_is_answered_with_a_permission() -> None:
    state = permission.given(ASKED).when(PERMIT).then(PERMITTED)
    assert state.lives_on(SUMMER)
    assert not state.lives_on(date(2027, 7, 1))


def test_a_standing_permission_needs_no_request() -> None:
    permission.when(PERMIT).then(replace(PERMITTED, request=""))


def test_the_home_school_needs_no_permission() -> None:
    permission.when(replace(PERMIT, school=NORTH)).then_refused("home needs no permission")


def test_a_permission_cannot_end_in_the_past() -> None:
    permission.when(replace(PERMIT, until=date(2026, 8, 1))).then_refused("in the past")


def test_a_permission_names_forms() -> None:
    permission.when(replace(PERMIT, forms=())).then_refused("at least one form", Invalid)


def test_the_same_permission_twice_changes_nothing() -> None:
    permission.given(ASKED, PERMITTED).when(PERMIT).then_nothing()


def test_a_mentor_may_refuse() -> None:
    refused = events.SharingRefused(ANNA, SOUTH, "request")
    permission.given(ASKED).when(commands.Refuse()).then(refused)
    permission.when(commands.Refuse()).then_refused("nobody asked", NotFound)
    permission.given(ASKED, PERMITTED).when(commands.Refuse()).then_refused("revoked")


def test_revoking_ends_it_and_asking_twice_changes_nothing() -> None:
    revoked = events.SharingRevoked(ANNA, SOUTH, CARD)
    permission.given(ASKED, PERMITTED).when(commands.Revoke()).then(revoked)
    permission.given(ASKED, PERMITTED, revoked).when(commands.Revoke()).then_nothing()
    permission.given(ASKED).when(commands.Revoke()).then_refused("no permission to revoke")


def test_it_expires_after_its_last_day() -> None:
    past = permission.given(ASKED, PERMITTED)
    past.when(commands.Expire(SUMMER)).then_nothing()
    past.when(commands.Expire(date(2027, 7, 1))).then(events.SharingExpired(ANNA, SOUTH, CARD))


def test_another_request_leaves_a_live_permission_alone() -> None:
    again = commands.Request(ANNA, SOUTH, "second", FORMS, 5, SUMMER)
    asked = replace(ASKED, request="second", places=5)
    state = permission.given(ASKED, PERMITTED).when(again).then(asked)
    assert state.lives_on(TODAY)


def test_after_erasure_nobody_can_ask() -> None:
    erased = events.SharingErased(ANNA, SOUTH, CARD)
    permission.given(ASKED, PERMITTED).when(commands.Erase()).then(erased)
    again = commands.Request(ANNA, SOUTH, "second", FORMS, 1, SUMMER)
    permission.given(ASKED, PERMITTED, erased).when(again).then_nothing()


SHOW = cards.Show(CARD, NORTH, ANNA, "2026/27", 2, SUMMER, Personal.of("Анна"), Personal.of("{}"))
SHOWN = shown.CardShown(
    CARD, NORTH, ANNA, "2026/27", 2, SUMMER, Personal.of("Анна"), Personal.of("{}")
)
card = Spec(MENTOR_CARD)


def test_a_card_is_shown_and_withdrawn() -> None:
    card.when(SHOW).then(SHOWN)
    gone = shown.CardWithdrawn(CARD, "2026/27", "permission_revoked")
    state = card.given(SHOWN).when(cards.Withdraw("permission_revoked")).then(gone)
    assert not state.lives_on(TODAY)
    card.given(SHOWN, gone).when(cards.Withdraw("left")).then_nothing()
    card.when(cards.Withdraw("left")).then_nothing()


def test_a_card_of_a_new_year_leaves_the_old_one() -> None:
    next_year = replace(SHOW, year="2027/28")
    gone = shown.CardWithdrawn(CARD, "2026/27", "permission_expired")
    card.given(SHOWN).when(next_year).then(gone, replace(SHOWN, year="2027/28"))


def test_an_erased_card_never_comes_back() -> None:
    erased = shown.CardWithdrawn(CARD, "2026/27", "erased")
    card.given(SHOWN).when(cards.Withdraw("erased")).then(erased)
    card.given(SHOWN, erased).when(SHOW).then_nothing()


def test_a_request_is_answered_from_home() -> None:
    asking = Spec(SHARING_REQUEST)
    asked = SharingAsked("entry", FORMS, 1, SUMMER)
    asking.when(requests.Ask("entry", FORMS, 1, SUMMER, TODAY)).then(asked)
    answer = SharingAnswered("permitted", CARD)
    asking.given(asked).when(requests.Answer("permitted", CARD)).then(answer)
    asking.given(asked, answer).when(requests.Answer("permitted", CARD)).then_nothing()
    asking.when(requests.Answer("refused", None)).then_nothing()


def test_an_entry_is_offered_changed_and_withdrawn() -> None:
    entry = Spec(CATALOGUE_ENTRY)
    offer = entries.Offer(NORTH, ANNA, FORMS, ("exams",), (), "online", SUMMER)
    made = offered.EntryOffered(NORTH, ANNA, FORMS, ("exams",), (), "online", SUMMER)
    entry.when(offer).then(made)
    entry.given(made).when(offer).then_nothing()
    entry.given(made).when(replace(offer, way="mixed")).then(replace(made, way="mixed"))
    entry.given(made).when(entries.Withdraw()).then(offered.EntryWithdrawn())
    entry.when(entries.Withdraw()).then_nothing()
