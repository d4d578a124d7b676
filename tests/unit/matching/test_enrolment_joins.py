"""Who may join a pairing, and who has stopped."""

from __future__ import annotations

from services.matching.domain.enrolment import commands, events
from services.matching.domain.enrolment.decider import ENROLMENT
from shared.domain.ids import PairingId, PersonId, ProgrammeId
from shared.testing.spec import Spec

ANNA, PROGRAMME = PersonId("anna"), ProgrammeId("programme")
ONE, TWO = PairingId("one"), PairingId("two")
enrolment = Spec(ENROLMENT)
joined = enrolment.given(events.PairingJoined(ANNA, ONE, PROGRAMME, "mentee"))
stopped = enrolment.given(events.ParticipationStopped(ANNA, "consent_ended"))


def test_a_mentee_is_in_one_pairing_of_a_programme() -> None:
    again = commands.Join(ANNA, TWO, PROGRAMME, "mentee")
    joined.when(again).then_refused("another pairing")
    joined.given(events.PairingLeft(ONE)).when(again).then(
        events.PairingJoined(ANNA, TWO, PROGRAMME, "mentee")
    )


def test_a_mentor_is_in_as_many_as_there_are_places() -> None:
    leads = enrolment.given(events.PairingJoined(ANNA, ONE, PROGRAMME, "mentor"))
    leads.when(commands.Join(ANNA, TWO, PROGRAMME, "mentor")).then(
        events.PairingJoined(ANNA, TWO, PROGRAMME, "mentor")
    )


def test_who_has_stopped_joins_nothing_until_every_reason_is_gone() -> None:
    join = commands.Join(ANNA, ONE, PROGRAMME, "mentee")
    stopped.when(join).then_refused("does not take part")
    twice = stopped.given(events.ParticipationStopped(ANNA, "removed"))
    half = twice.given(events.ParticipationRestored(ANNA, ("consent_ended",)))
    half.when(join).then_refused("does not take part")
    half.given(events.ParticipationRestored(ANNA, ("removed",))).when(join).then(
        events.PairingJoined(ANNA, ONE, PROGRAMME, "mentee")
    )


def test_stopping_and_restoring_twice_is_once() -> None:
    stopped.when(commands.Stop(ANNA, "consent_ended")).then_nothing()
    enrolment.when(commands.Restore(ANNA, ("consent_ended",))).then_nothing()
