"""A consent as a paper: blank, filled in beforehand, or the copy of what was signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.participants.application.consent_words import WORDS, day, moment
from services.participants.application.people import existing_person, names_of, opened
from services.participants.domain.consent.decider import ASSENT_FROM
from services.participants.domain.consent.events import ConsentGiven
from services.participants.domain.organisation.decider import ORGANISATION
from shared.documents.paper import (
    Block,
    Choices,
    Fields,
    Heading,
    Paper,
    Paragraph,
    Signatures,
)
from shared.domain.ids import PersonId
from shared.service import Service
from shared.tenancy.scope import Scope


@dataclass(frozen=True, slots=True)
class Sides:
    """Who signs and for whom. Empty texts are lines to fill in; ``minor`` decides which lines."""

    person: str = ""
    born: str = ""
    signer: str = ""
    minor: bool = True
    assent: bool = True


def sides_of(
    service: Service, scope: Scope, person: PersonId, signer: PersonId | None, *, why: str
) -> Sides:
    """From the register; reading it is recorded."""
    state = existing_person(service, scope, person)
    birth = opened(service, scope, state.birth_date) or ""
    names = names_of(service, scope, [person, *([signer] if signer else [])], why=why)
    minor = signer is not None and signer != person
    age = _age(birth, service.clock.today())
    return Sides(
        person=names.get(person, ""),
        born=day(birth),
        signer=names.get(signer or person, "") if signer or not minor else "",
        minor=minor,
        assent=minor and (age is None or age >= ASSENT_FROM),
    )


def _age(birth: str, today: date) -> int | None:
    if not birth:
        return None
    born = date.fromisoformat(birth)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def form_paper(
    document: Mapping[str, Any],
    organisation: str,
    sides: Sides,
    *,
    until: date | None = None,
    link: str = "",
) -> Paper:
    """To be signed by hand. ``link`` is the address of a one-time link, printed as a QR code."""
    words = WORDS[document["language"]]
    blocks: list[Block] = [Heading(words["who"]), Fields(identity(words, sides))]
    blocks += _text(document, organisation, words)
    blocks += [
        Fields(((words["term"], day(until)),)),
        Heading(words["choice"]),
        Choices(((words["agree"], False), (words["disagree"], False))),
    ]
    if link:
        blocks.append(Paragraph(words["qr"]))
    blocks.append(Signatures(signatures(words, sides)))
    return _paper(document, organisation, blocks, link=link)


def copy_paper(
    document: Mapping[str, Any],
    organisation: str,
    sides: Sides,
    given: ConsentGiven,
    signed: datetime | None,
) -> Paper:
    """What was signed behind a link, for whoever signed it; ``signed`` is the moment of it."""
    words = WORDS[document["language"]]
    identity = [(words["i"], sides.signer)]
    if sides.minor:
        identity += [(words["child"], sides.person), (words["born"], sides.born)]
    chosen: list[tuple[str, bool]] = [(words["agree"], True)]
    if given.assent:
        chosen.append((words["assent"], True))
    facts = [
        (words["term"], day(given.until)),
        (words["shown"], moment(given.shown_at) or "—"),
        (words["signed"], moment(signed) or "—"),
        (words["hash"], given.text_hash),
    ]
    blocks: list[Block] = [Heading(words["who"]), Fields(tuple(identity))]
    blocks += _text(document, organisation, words)
    blocks += [
        Heading(words["choice"]),
        Choices(tuple(chosen)),
        Paragraph(f"{words['electronically']}."),
        Fields(tuple(facts)),
    ]
    return _paper(document, organisation, blocks)


def organisation_name(service: Service, scope: Scope) -> str:
    return service.handler.state(scope, ORGANISATION, scope.tenant).state.name or ""


def identity(words: Mapping[str, str], sides: Sides) -> tuple[tuple[str, str], ...]:
    """Who consents, for whom: captions and values; an empty value is written by hand."""
    own = [(words["i"], sides.signer), (words["passport"], ""), (words["address"], "")]
    if not sides.minor:
        return tuple(own)
    child = [
        (words["right"], ""),
        (words["child"], sides.person),
        (words["born"], sides.born),
    ]
    return tuple(own + child)


def signatures(words: Mapping[str, str], sides: Sides) -> tuple[tuple[str, str], ...]:
    """Who signs: the role before a line, and the name."""
    lines = [(f"{words['signer']}, {words['date'].lower()}", sides.signer)]
    if sides.assent:
        lines.append((f"{words['kid']}, {words['date'].lower()}", sides.person))
    return tuple(lines)


def paragraphs(document: Mapping[str, Any]) -> list[str]:
    """Of the text, without its title."""
    _title, _gap, text = document["text"].partition("\n\n")
    return list(text.split("\n\n"))


def _text(document: Mapping[str, Any], organisation: str, words: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = [Fields(((words["operator"], organisation),))]
    return blocks + [Paragraph(part) for part in paragraphs(document)]


def _paper(
    document: Mapping[str, Any], organisation: str, blocks: list[Block], *, link: str = ""
) -> Paper:
    words = WORDS[document["language"]]
    return Paper(
        title=document["title"],
        blocks=tuple(blocks),
        organisation=organisation,
        subtitle=f"{words['version']} {document['version']}",
        language=document["language"],
        size=11,
        code=document["hash"][:16],
        link=link,
    )
