"""Cards that look alike: hashes of what, and who may end the suspicion how."""

from __future__ import annotations

import pytest

from services.participants.domain.likeness import likeness_keys
from services.participants.domain.person import commands as people
from services.participants.domain.person import events as registered
from services.participants.domain.person.decider import PERSON
from services.participants.domain.suspicion import commands, events
from services.participants.domain.suspicion.decider import SUSPICION
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

ANNA, OTHER = PersonId("anna"), PersonId("other")


def _alike(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    return bool(set(likeness_keys(*one)) & set(likeness_keys(*other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Лебедева Анна", "1985-04-12", ""), ("Анна Лебедева", "1985-04-12", "")),
        (("Фёдоров Пётр Ильич", "1985-04-12", ""), ("Федоров Петр", "1985-04-12", "")),
        (("Лебедева Анна", "", "+7 (912) 345-67-89"), ("Лебедева А. И.", "", "89123456789")),
        (("Anna Lebedeva", "", "a.l@example.org"), ("Lebedeva A", "", "дом: A.L@example.org")),
    ],
)
def test_these_look_alike(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert _alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Лебедева Анна", "1985-04-12", ""), ("Лебедева Анна", "1985-04-13", "")),
        (("Соколов Иван", "", "+79123456789"), ("Соколова Вера", "", "+79123456789")),
        (("Лебедева Анна", "", ""), ("Лебедева Анна", "", "")),
        (("Анна", "1985-04-12", "12345"), ("Анна", "1985-04-12", "12345")),
    ],
)
def test_these_do_not(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert not _alike(one, other)


here = Spec(SUSPICION)
SUSPECT = commands.Suspect("s", (ANNA, OTHER), "")
SUSPECTED = events.DuplicateSuspected("s", (ANNA, OTHER), "")
ELSEWHERE = events.DuplicateSuspected("s", (ANNA,), "match")


def test_two_own_cards_are_merged_or_dismissed_once() -> None:
    here.when(SUSPECT).then(SUSPECTED)
    here.given(SUSPECTED).when(SUSPECT).then_nothing()
    merged = events.CardsMerged("s", ANNA, OTHER)
    here.given(SUSPECTED).when(commands.Merge(ANNA)).then(merged)
    here.given(SUSPECTED, merged).when(commands.Merge(ANNA)).then_nothing()
    here.given(SUSPECTED, merged).when(commands.Dismiss()).then_refused("treated so now")
    dismissed = events.SuspicionDismissed("s")
    here.given(SUSPECTED).when(commands.Dismiss()).then(dismissed)
    here.given(SUSPECTED, dismissed).when(commands.Merge(ANNA)).then_refused("treated so now")
    stranger = commands.Merge(PersonId("stranger"))
    here.given(SUSPECTED).when(stranger).then_refused("no such card", NotFound)
    here.given(SUSPECTED).when(commands.TakeHome()).then_refused("merge them")


def test_across_organisations_only_the_home_merges_what_was_given_over() -> None:
    here.given(ELSEWHERE).when(commands.Merge(ANNA)).then_refused("only the home merges")
    here.given(ELSEWHERE).when(commands.TakeHome()).then_refused("treated so now")
    offered = events.CardOffered("s")
    here.given(ELSEWHERE).when(commands.Offer()).then(offered)
    taken = events.HomeTaken("s", "match", ANNA)
    here.given(ELSEWHERE, offered).when(commands.TakeHome()).then(taken)
    given = events.CardGivenOver("s", "match", ANNA)
    here.given(ELSEWHERE).when(commands.GiveOver()).then(given)
    here.given(ELSEWHERE, given).when(commands.TakeHome()).then_refused("treated so now")
    here.given(ELSEWHERE, given).when(commands.Offer()).then_nothing()
    gone = events.CardTaken("s", ANNA)
    here.given(ELSEWHERE, given).when(commands.Taken()).then(gone)
    here.given(ELSEWHERE).when(commands.Taken()).then_nothing()


def test_a_merged_card_takes_nothing_new_and_can_still_be_erased() -> None:
    person = Spec(PERSON)
    text = Personal.of("")
    known = registered.PersonRegistered(ANNA, Personal.of("Анна"), text, text)
    taken = registered.CardTakenIn(ANNA, OTHER)
    person.given(known).when(people.TakeIn(OTHER)).then(taken)
    person.given(known, taken).when(people.TakeIn(OTHER)).then_nothing()
    person.given(known).when(people.TakeIn(ANNA)).then_refused("different cards", Invalid)
    merged = registered.PersonMerged(ANNA, OTHER)
    person.given(known).when(people.MergeInto(OTHER)).then(merged)
    over = person.given(known, merged)
    over.when(people.MergeInto(OTHER)).then_nothing()
    over.when(people.MergeInto(PersonId("third"))).then_refused("merged into another")
    over.when(people.Correct(text, text, text)).then_refused("merged into another")
    enter = people.EnterAsCandidate("mentee", "2026/27", False, text)
    over.when(enter).then_refused("merged into another")
    over.when(people.Erase()).then(registered.PersonErased(ANNA))
