"""What is public, who is asked, and what stays withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.reporting.application.publications import publish
from services.reporting.domain.award import events as award
from services.reporting.domain.case import events as case
from services.reporting.domain.publication import commands, events
from services.reporting.domain.publication.decider import PUBLICATION
from shared.contracts import reporting as messages
from shared.domain.envelope import Recorded
from shared.domain.errors import Conflict, Invalid, NotFound
from shared.domain.ids import ActorId, CommitId, PairingId, PersonId, StreamId, TenantId
from shared.domain.personal import Personal
from shared.eventstore.codec import EventCodec
from shared.testing.sealing import PlainSealer
from shared.testing.spec import Spec
from tests.unit.reporting.year import NOON

YEAR, TODAY, MAX = "2026/27", date(2027, 5, 28), PersonId("max")
WORDS = Personal.of_json({"title": "Наставник года", "text": "Максим помог пятерым"})
PICTURED = Personal.of_json({"title": "Финал", "text": "После игры", "alt": "Двое у доски"})
AWARD, IMAGE = "publication_award", "publication_image"
drafted = events.PublicationDrafted("p", YEAR, "mentor", (MAX,), ("max",), "a", WORDS, AWARD)
published = events.Published("p", YEAR, (MAX,), TODAY, AWARD)
withdrawn = events.PublicationWithdrawn("p", YEAR, "consent_ended")
pictured = events.PublicationDrafted("p", YEAR, "image", (MAX,), ("max",), "", PICTURED, IMAGE)
attached = events.PictureAttached("p", "one", "image/png", 3, 2)
publication = Spec(PUBLICATION)


def test_a_publication_is_sealed_for_everyone_it_names() -> None:
    draft = commands.Draft("p", YEAR, "mentor", (MAX,), "a", WORDS)
    publication.when(draft).then(drafted)


def test_a_result_that_names_nobody_is_sealed_for_itself() -> None:
    draft = commands.Draft("p", YEAR, "result", (), "", WORDS)
    publication.when(draft).then(
        events.PublicationDrafted("p", YEAR, "result", (), ("p",), "", WORDS, "publication_case")
    )


def test_a_mentor_or_a_case_names_somebody() -> None:
    for kind in ("mentor", "case"):
        draft = commands.Draft("p", YEAR, kind, (), "", WORDS)  # type: ignore[arg-type]
        publication.when(draft).then_refused("name everyone", Invalid)


@pytest.mark.parametrize(("kind", "purpose"), sorted(events.PURPOSES.items()))
def test_image_case_and_award_are_consented_to_apart(kind: events.Kind, purpose: str) -> None:
    words = PICTURED if kind == "image" else WORDS
    draft = commands.Draft("p", YEAR, kind, (MAX,), "", words)
    state = publication.when(draft).then(
        events.PublicationDrafted("p", YEAR, kind, (MAX,), ("max",), "", words, purpose)
    )
    assert state.purpose == purpose


def test_what_was_written_before_the_separation_keeps_its_purpose() -> None:
    before = events.PublicationDrafted("p", YEAR, "mentor", (MAX,), ("max",), "a", WORDS)
    state = (
        publication.given(before)
        .when(commands.Publish((MAX,), TODAY))
        .then(events.Published("p", YEAR, (MAX,), TODAY, "publication"))
    )
    assert state.purpose == "publication"


def test_a_stored_draft_without_a_purpose_can_still_be_read() -> None:
    codec = EventCodec([PUBLICATION], PlainSealer())
    data = {"publication": "p", "year": YEAR, "kind": "case", "people": ["max"],
            "subjects": ["max"], "source": "", "words": "s1~own~k~s~1~words~AAAA"}  # fmt: skip
    read = codec.decode({"type": "publication.PublicationDrafted", "v": 1, "data": data})
    assert read.purpose == "publication"
    assert read.words.sealed == data["words"]


def test_it_is_published_for_the_people_who_were_asked() -> None:
    one = publication.given(drafted)
    one.when(commands.Publish((MAX,), TODAY)).then(published)
    one.when(commands.Publish((), TODAY)).then_refused("have changed", Conflict)
    one.given(published).when(commands.Publish((MAX,), TODAY)).then_nothing()
    publication.when(commands.Publish((), TODAY)).then_refused("no such", NotFound)


def test_what_is_withdrawn_stays_withdrawn() -> None:
    one = publication.given(drafted, published)
    one.when(commands.Withdraw("consent_ended")).then(withdrawn)
    gone = one.given(withdrawn)
    gone.when(commands.Withdraw("erased")).then_nothing()
    gone.when(commands.Publish((MAX,), TODAY)).then_refused("stays withdrawn")


def test_a_draft_is_written_anew_and_what_is_published_is_not() -> None:
    rewrite = commands.Rewrite((MAX,), PICTURED)
    again = events.PublicationDrafted("p", YEAR, "mentor", (MAX,), ("max",), "a", PICTURED, AWARD)
    publication.given(drafted).when(rewrite).then(again)
    publication.given(drafted).when(commands.Rewrite((), WORDS)).then_refused("name every", Invalid)
    publication.given(drafted, published).when(rewrite).then_refused("is not changed")
    publication.given(drafted, withdrawn).when(rewrite).then_refused("stays withdrawn")


def test_a_picture_says_what_it_shows_and_is_there_before_it_is_published() -> None:
    blind = commands.Draft("p", YEAR, "image", (MAX,), "", WORDS)
    publication.when(blind).then_refused("says what it shows", Invalid)
    attach, publish = (
        commands.Attach("one", "image/png", 3, 2, (MAX,)),
        commands.Publish((MAX,), TODAY),
    )
    draft = publication.given(pictured)
    draft.when(publish).then_refused("not there yet")
    assert draft.when(attach).then(attached).picture == "one"
    draft.given(attached).when(attach).then_nothing()
    draft.given(attached).when(publish).then(events.Published("p", YEAR, (MAX,), TODAY, IMAGE))
    publication.given(drafted).when(attach).then_refused("only a publication of the kind")
    others = replace(attach, people=(PersonId("ada"),))
    draft.when(others).then_refused("the people named have changed", Conflict)


def test_a_picture_goes_when_other_people_are_named() -> None:
    ada = PersonId("ada")
    draft = publication.given(pictured, attached)
    same = draft.when(commands.Rewrite((MAX,), PICTURED)).then(pictured)
    assert same.picture == "one"
    other = draft.when(commands.Rewrite((MAX, ada), PICTURED)).then(
        replace(pictured, people=(MAX, ada), subjects=(MAX, ada))
    )
    assert other.picture == ""


def recorded(event: object) -> Recorded[object]:
    return Recorded(
        "c.0", TenantId("t"), StreamId("award-a"), 1, event, CommitId("c"), ActorId("a"), "", "",
        NOON,
    )  # fmt: skip


def test_others_hear_of_awards_and_approved_cases_only() -> None:
    given = award.AwardGiven("a", MAX, YEAR, TODAY)
    assert publish(recorded(given)) == (messages.AwardGiven("a", MAX, YEAR),)
    revoked = award.AwardRevoked("a", YEAR, MAX)
    assert publish(recorded(revoked)) == (messages.AwardRevoked("a", MAX, YEAR),)
    assert publish(recorded(award.AwardRevoked("a", YEAR))) == (), "it had not been given"
    pair = PairingId("pair")
    approved = case.CaseApproved("c", YEAR, pair, (MAX,), ActorId("head"), TODAY)
    assert publish(recorded(approved)) == (messages.CaseApproved("c", pair, YEAR),)
    assert publish(recorded(published)) == ()
