"""Certificates of who passed a course: the number, the code, the paper, and what a stranger with the
code is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.participants.application.people import names_of
from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.training.decider import TRAINING, Training
from shared.documents.codes import check_address, letters_of
from shared.documents.paper import Fields, Heading, Paper, Paragraph, Signatures
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.http.gate import unconsented
from shared.service import Service
from shared.tenancy.scope import Scope


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    before: str
    after: str
    course: str
    hours: str
    day: str
    number: str
    check: str
    head: str


_WORDS: Final = {
    "ru": Words(
        "Сертификат",
        "Владелец сертификата:",
        "Успешно окончен курс для наставников.",
        "Курс",
        "Объём, часов",
        "Дата выдачи",
        "Номер",
        "Проверка кода",
        "Директор",
    ),
    "en": Words(
        "Certificate",
        "The holder of this certificate,",
        "has passed the course for mentors.",
        "Course",
        "Hours",
        "Issued on",
        "Number",
        "To check the code",
        "Head",
    ),
}


def code_of(service: Service, scope: Scope, training: str, person: PersonId) -> str:
    """The same for the same certificate; without the cell's key nobody can make it."""
    return letters_of(service.vault.digest(scope.tenant, f"certificate:{training}:{person}"))


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says. ``page`` is where its code is checked, ``link`` the address in the QR
    code; ``hours`` may be empty."""

    language: str
    organisation: str
    name: str
    course: str
    hours: str
    on: date
    number: str
    code: str
    page: str
    link: str

    @property
    def words(self) -> Words:
        return _WORDS[self.language]

    @property
    def day(self) -> str:
        return self.on.strftime("%d.%m.%Y")


def certificate(
    service: Service, scope: Scope, id: str, person: PersonId, *, language: str, site: str
) -> Certificate:
    """It is made anew each time and not kept."""
    training = service.handler.existing(scope, TRAINING, id).state
    issued = training.certificates.get(person)
    if issued is None or training.plan is None:
        raise NotFound("there is no such certificate")
    service.gate.require(scope, "participation", [person])
    name = names_of(service, scope, [person], why="certificate").get(person)
    if not name:
        raise NotFound("there is no such certificate")
    return Certificate(
        language=language,
        organisation=_organisation(service, scope),
        name=name,
        course=training.plan.title,
        hours=hours_of(training),
        on=issued.on,
        number=issued.number,
        code=issued.code,
        page=f"{site}/check/{scope.tenant}",
        link=check_address(site, scope.tenant, issued.code),
    )


def certificate_paper(one: Certificate) -> Paper:
    """With the address of the check page as a QR code."""
    words = one.words
    rows = (
        (words.course, one.course),
        *(((words.hours, one.hours),) if one.hours else ()),
        (words.day, one.day),
        (words.number, one.number),
        (words.check, one.page),
    )
    return Paper(
        title=words.title,
        blocks=(
            Paragraph(words.before),
            Heading(one.name),
            Paragraph(words.after),
            Fields(rows),
            Signatures(((words.head, ""),)),
        ),
        organisation=one.organisation,
        language=one.language,
        landscape=True,
        code=one.code,
        link=one.link,
    )


def check(service: Service, scope: Scope, code: str) -> dict[str, Any]:
    """Whether the code is that of a certificate; course and date only where its holder allowed it.
    Without the holder's live consent nothing is known of it."""
    rows = service.views.reader(scope, "training_register").all({"code": code.strip().upper()})
    if not code.strip() or len(rows) != 1:
        return {"valid": False}
    person = PersonId(rows[0]["person"])
    if unconsented(service.gate, scope, "participation", [person]):
        return {"valid": False}
    training = service.handler.state(scope, TRAINING, rows[0]["training"]).state
    issued, shows = training.certificates.get(person), training.showing.get(person)
    if issued is None or training.plan is None:
        return {"valid": False}
    told: dict[str, Any] = {"valid": True}
    if shows is not None and shows.course:
        told["course"] = training.plan.title
    if shows is not None and shows.date:
        told["date"] = issued.on.isoformat()
    return told


def hours_of(training: Training) -> str:
    """Of all sessions together, empty without sessions; ``4`` or ``4,5``."""
    minutes = sum(session.minutes for session in training.sessions.values())
    return f"{minutes / 60:.1f}".removesuffix(".0").replace(".", ",") if minutes else ""


def _organisation(service: Service, scope: Scope) -> str:
    return service.handler.state(scope, ORGANISATION, scope.tenant).state.name
