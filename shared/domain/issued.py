"""Documents as a service has issued them: one stream for each thing that is printed, a version for
each time it was issued. Whoever holds a paper asks here whether it is the one that is valid.

The files are kept as they were handed out, sealed. What is readable names a kind, a day, a number
and hashes, and nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Final, Literal, assert_never

from shared.domain.decider import Decider
from shared.domain.errors import Conflict, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal

DocumentKind = Literal["order", "roadmap", "report", "protocol", "consent", "certificate"]
Status = Literal["valid", "replaced", "revoked"]


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """``format`` is ``pdf`` or ``docx``; the hash is that of the file as it was handed out."""

    format: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class DocumentIssued:
    """``source`` is the id of what was printed, ``made_from`` a keyed hash of all that it said.
    The files lie under the keys of ``about`` for ``purpose``: of people, or of the document itself.
    ``people`` are those it names, who must still take part when it is put into an archive.
    ``template`` is the hash of the school's own form, or empty. ``source_version`` is that of the
    stream it was made from, where there is one."""

    document: str
    kind: DocumentKind
    source: str
    year: str
    version: int
    code: str
    number: str
    on: date
    files: tuple[IssuedFile, ...]
    made_from: str
    about: tuple[str, ...]
    people: tuple[PersonId, ...]
    purpose: str
    pdf: Annotated[Personal, About("about", purpose_field="purpose")]
    docx: Annotated[Personal, About("about", purpose_field="purpose")]
    template: str = ""
    source_version: int = 0


@dataclass(frozen=True, slots=True)
class DocumentRevoked:
    """The last version is not valid any more, and nothing took its place."""

    document: str
    kind: DocumentKind
    version: int
    on: date


@dataclass(frozen=True, slots=True)
class Issue:
    """``VOLATILE``: made anew for a repetition, which gets the first answer all the same."""

    VOLATILE = frozenset(
        {"version", "code", "files", "made_from", "pdf", "docx", "template", "on", "source_version"}
    )
    document: str
    kind: DocumentKind
    source: str
    year: str
    version: int
    code: str
    number: str
    on: date
    files: tuple[IssuedFile, ...]
    made_from: str
    about: tuple[str, ...]
    people: tuple[PersonId, ...]
    purpose: str
    pdf: Personal
    docx: Personal
    template: str = ""
    source_version: int = 0


@dataclass(frozen=True, slots=True)
class Revoke:
    """``before`` leaves alone what was made from this version of its source, or a later one."""

    today: date
    before: int | None = None


IssuedCommand = Issue | Revoke
IssuedEvent = DocumentIssued | DocumentRevoked
EVENTS: Final[tuple[type, ...]] = (DocumentIssued, DocumentRevoked)


@dataclass(frozen=True, slots=True)
class Issued:
    """The last version of a document; ``version`` 0 before the first."""

    document: str = ""
    kind: DocumentKind = "order"
    version: int = 0
    number: str = ""
    made_from: str = ""
    source_version: int = 0
    revoked: bool = False


def decide(command: IssuedCommand, issued: Issued) -> list[IssuedEvent]:
    match command:
        case Issue():
            return _issue(command, issued)
        case Revoke(today, before):
            if not issued.version:
                raise NotFound("no such document")
            if issued.revoked or (before is not None and issued.source_version >= before):
                return []
            return [DocumentRevoked(issued.document, issued.kind, issued.version, today)]
        case _:
            assert_never(command)


def _issue(command: Issue, issued: Issued) -> list[IssuedEvent]:
    """What says the same as the valid version is that version; nothing is issued twice."""
    said = (command.made_from, command.source_version)
    if not issued.revoked and said == (issued.made_from, issued.source_version):
        return []
    if command.version != issued.version + 1:
        raise Conflict("the document was issued by somebody else meanwhile")
    return [
        DocumentIssued(
            command.document, command.kind, command.source, command.year, command.version,
            command.code, command.number, command.on, command.files, command.made_from,
            command.about, command.people, command.purpose, command.pdf, command.docx,
            command.template, command.source_version,
        )
    ]  # fmt: skip


def evolve(issued: Issued, event: IssuedEvent) -> Issued:
    match event:
        case DocumentIssued():
            return Issued(
                event.document, event.kind, event.version, event.number, event.made_from,
                event.source_version,
            )  # fmt: skip
        case DocumentRevoked():
            return replace(issued, revoked=True)
        case _:
            assert_never(event)


ISSUED: Final[Decider[IssuedCommand, IssuedEvent, Issued]] = Decider(
    "issued_document", EVENTS, Issued(), decide, evolve
)
