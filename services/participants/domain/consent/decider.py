"""An adult consents for themselves, a guardian for a minor; every consent can be withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, assert_never

from services.participants.domain.consent import commands, events
from services.participants.domain.consent.commands import ConsentCommand
from services.participants.domain.consent.events import ConsentEvent, ConsentGiven
from shared.domain.decider import Decider
from shared.domain.errors import Refused

ADULT_AT = 18
ASSENT_FROM = 14
Status = Literal["none", "given", "refused", "ended"]


@dataclass(frozen=True, slots=True)
class Consent:
    status: Status = "none"
    terms: ConsentGiven | None = None

    @property
    def scan(self) -> str:
        return self.terms.scan if self.terms is not None else ""

    def lives_on(self, today: date) -> bool:
        """Without regard to coming of age, which only a key ring can tell."""
        return self.status == "given" and self.terms is not None and self.terms.until >= today


def decide(command: ConsentCommand, consent: Consent) -> Sequence[ConsentEvent]:
    match command:
        case commands.Give():
            return _give(command, consent)
        case commands.Refuse(person, purpose, giver, by):
            if consent.status == "given":
                raise Refused("a consent that was given is withdrawn, not refused")
            if consent.status == "refused":
                return []
            return [events.ConsentRefused(person, purpose, giver, by)]
        case commands.Withdraw() | commands.Expire() | commands.Outgrow() | commands.Erase():
            return _end(command, consent)
        case _:
            assert_never(command)


def _give(command: commands.Give, consent: Consent) -> Sequence[ConsentEvent]:
    if command.until < command.today:
        raise Refused("a consent cannot end in the past", code="ends-in-past")
    _check_giver(command)
    if command.method == "paper" and not command.scan:
        raise Refused("a consent on paper needs its scan")
    if command.method == "electronic" and not command.text_hash:
        raise Refused("an electronic consent keeps the hash of the text that was shown")
    if command.signed_on is not None and command.signed_on > command.today:
        raise Refused("a paper cannot be signed in the future", code="signed-in-future")
    given = ConsentGiven(
        person=command.person,
        purpose=command.purpose,
        giver=command.giver,
        by=command.by,
        method=command.method,
        scan=command.scan,
        text_hash=command.text_hash,
        text_version=command.text_version,
        assent=command.assent,
        until=command.until,
        adult_from=command.adult_from,
        language=command.language,
        shown_at=command.shown_at,
        link=command.link,
        signed_on=command.signed_on,
    )
    if consent.terms is not None and consent.lives_on(command.today):
        known = consent.terms
        same = replace(given, adult_from=known.adult_from, shown_at=known.shown_at, link=known.link)
        if same == consent.terms:
            return []
    return [given]


def _check_giver(command: commands.Give) -> None:
    if command.age is None:
        raise Refused(
            "without a birth date nobody can tell who may consent", code="birth-date-missing"
        )
    if command.age >= ADULT_AT:
        if command.giver != "self" or command.by != command.person:
            raise Refused("an adult consents for themselves", code="adult-self")
        return
    if command.giver != "guardian":
        raise Refused("only a guardian consents for a minor", code="minor-guardian")
    if not command.guardian_confirmed:
        raise Refused("the guardian is not confirmed for this child", code="unconfirmed")
    if command.age >= ASSENT_FROM and not command.assent:
        raise Refused(
            "from 14 the child's own assent is noted beside the guardian's consent",
            code="assent-needed",
        )


def _end(
    command: commands.Withdraw | commands.Expire | commands.Outgrow | commands.Erase,
    consent: Consent,
) -> Sequence[ConsentEvent]:
    terms = consent.terms
    if terms is None or consent.status != "given":
        if isinstance(command, commands.Withdraw) and consent.status in ("none", "refused"):
            raise Refused("there is no consent to withdraw")
        return []
    match command:
        case commands.Withdraw():
            return [_withdrawn(command, terms)]
        case commands.Expire(today):
            if terms.until >= today:
                return []
            return [events.ConsentExpired(terms.person, terms.purpose)]
        case commands.Outgrow():
            if terms.giver != "guardian":
                return []
            return [events.ConsentOutgrown(terms.person, terms.purpose)]
        case commands.Erase():
            return [events.ConsentErased(terms.person, terms.purpose)]
        case _:
            assert_never(command)


def _withdrawn(command: commands.Withdraw, terms: ConsentGiven) -> ConsentEvent:
    if command.by_guardian and terms.giver != "guardian":
        raise Refused("what a grown-up gave for themselves only they take back")
    return events.ConsentWithdrawn(
        terms.person, terms.purpose, command.by, command.method, command.received_on
    )


def evolve(consent: Consent, event: ConsentEvent) -> Consent:
    match event:
        case events.ConsentGiven():
            return Consent("given", event)
        case events.ConsentRefused():
            return Consent("refused", consent.terms)
        case (
            events.ConsentWithdrawn()
            | events.ConsentExpired()
            | events.ConsentOutgrown()
            | events.ConsentErased()
        ):
            return Consent("ended", consent.terms)
        case _:
            assert_never(event)


CONSENT: Decider[ConsentCommand, ConsentEvent, Consent] = Decider(
    "consent",
    (
        events.ConsentGiven,
        events.ConsentRefused,
        events.ConsentWithdrawn,
        events.ConsentExpired,
        events.ConsentOutgrown,
        events.ConsentErased,
    ),
    Consent(),
    decide,
    evolve,
)
