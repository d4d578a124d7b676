"""Everybody gets all letters until they say otherwise, and may change their mind."""

from __future__ import annotations

import pytest

from services.meetings.domain.letter_wish import commands, events
from services.meetings.domain.letter_wish.decider import LETTER_WISH, LetterWish
from services.meetings.domain.letter_wish.events import Wish
from shared.domain.ids import PersonId
from shared.testing.spec import Spec

ANNA = PersonId("anna")


def test_the_last_word_counts() -> None:
    off, on = events.LettersWished(ANNA, "none"), events.LettersWished(ANNA, "all")
    Spec(LETTER_WISH).when(commands.WishLetters(ANNA, "all")).then_nothing()
    Spec(LETTER_WISH).when(commands.WishLetters(ANNA, "none")).then(off)
    Spec(LETTER_WISH).given(off).when(commands.WishLetters(ANNA, "none")).then_nothing()
    Spec(LETTER_WISH).given(off).when(commands.WishLetters(ANNA, "all")).then(on)


@pytest.mark.parametrize(
    ("wish", "reminder", "invitation"),
    [("all", True, True), ("invitations", False, True), ("none", False, False)],
)
def test_reminders_can_be_off_and_invitations_on(
    wish: Wish, reminder: bool, invitation: bool
) -> None:
    letters = LetterWish(wish)
    assert {letters.lets(kind) for kind in ("day", "hour", "gathering", "soon")} == {reminder}
    assert {letters.lets(kind) for kind in ("invitation", "moved", "called_off")} == {invitation}
