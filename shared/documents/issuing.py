"""Issues documents and hands them out: the files are made once and kept, with code and hashes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from shared.documents.codes import check_address, document_code
from shared.documents.paper import Paper
from shared.documents.pdf import as_pdf
from shared.documents.template import Fields, TemplateFault, fill
from shared.documents.word import as_docx, marked
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PersonId, derived_id, stream_id
from shared.domain.issued import (
    ISSUED,
    DocumentIssued,
    DocumentKind,
    DocumentRevoked,
    Issue,
    IssuedFile,
    Revoke,
)
from shared.domain.personal import Personal
from shared.domain.purposes import DOCUMENT
from shared.eventstore.handler import Outcome
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


@dataclass(frozen=True, slots=True)
class OwnForm:
    """A school's own form of the DOCX, and what goes into its fields."""

    file: bytes
    sha256: str
    fields: Fields
    values: Mapping[str, Any]


class FormRefused(Refused):
    """The file cannot be the form of such a document; ``code`` and the message say why."""

    def __init__(self, fault: TemplateFault) -> None:
        super().__init__(str(fault), code=fault.code)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be issued. ``source`` is the id of what is printed; ``on`` and ``number`` are those
    on the paper. Without ``about`` the files lie under a key of the document itself."""

    kind: DocumentKind
    source: str
    year: str
    on: date
    paper: Paper
    number: str = ""
    people: tuple[PersonId, ...] = ()
    about: tuple[str, ...] = ()
    purpose: str = DOCUMENT
    form: OwnForm | None = None
    source_version: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    pdf: bytes
    docx: bytes

    @property
    def files(self) -> tuple[IssuedFile, ...]:
        return tuple(
            IssuedFile(name, hashlib.sha256(file).hexdigest(), len(file))
            for name, file in (("docx", self.docx), ("pdf", self.pdf))
        )


def document_id(scope: Scope, kind: DocumentKind, source: str) -> str:
    return derived_id("issued_document", scope.tenant, kind, source)


def issue(service: Service, scope: Scope, draft: Draft, *, site: str, key: str) -> Outcome:
    """A new version, unless the valid one says the same already. ``site`` is the address that the
    QR code leads to. Raises FormRefused where the school's own form cannot be filled."""
    id = document_id(scope, draft.kind, draft.source)
    version = service.handler.state(scope, ISSUED, id).state.version + 1
    code = document_code(service.vault, service.name, scope.tenant, id, version)
    made = make(draft, code, check_address(site, scope.tenant, code))
    command = Issue(
        document=id,
        kind=draft.kind,
        source=draft.source,
        year=draft.year,
        version=version,
        code=code,
        number=draft.number,
        on=draft.on,
        files=made.files,
        made_from=_made_from(service, scope, draft),
        about=draft.about or (id,),
        people=draft.people,
        purpose=draft.purpose,
        pdf=kept(made.pdf),
        docx=kept(made.docx),
        template=draft.form.sha256 if draft.form else "",
        source_version=draft.source_version,
    )
    return service.handler.handle(scope, ISSUED, id, command, key=key)


def make(draft: Draft, code: str, link: str) -> Made:
    """Both files with code and QR code; the PDF always has the usual form."""
    paper = replace(draft.paper, code=code, link=link)
    if draft.form is None:
        return Made(as_pdf(paper), as_docx(paper))
    values = {**draft.form.values, "code": code, "check": link}
    try:
        filled = fill(draft.form.file, draft.form.fields, values)
    except TemplateFault as fault:
        raise FormRefused(fault) from fault
    return Made(as_pdf(paper), marked(filled, code, link))


def _made_from(service: Service, scope: Scope, draft: Draft) -> str:
    said = f"{draft.form.sha256 if draft.form else ''}|{draft.number}|{draft.on}|{draft.paper!r}"
    return service.vault.digest(scope.tenant, said)


def revoke(
    service: Service,
    scope: Scope,
    kind: DocumentKind,
    source: str,
    *,
    key: str,
    before: int | None = None,
) -> Outcome | None:
    """Takes the last version back; ``None`` where nothing was issued. ``before`` leaves alone what
    was made from this version of its source, or a later one."""
    id = document_id(scope, kind, source)
    if not service.handler.state(scope, ISSUED, id).state.version:
        return None
    command = Revoke(service.clock.today(), before)
    return service.handler.handle(scope, ISSUED, id, command, key=key)


def version_of(service: Service, scope: Scope, id: str, version: int | None) -> DocumentIssued:
    """One version, or the last that was not taken back. Raises NotFound."""
    stream = service.store.load(scope.tenant, stream_id(ISSUED.category, id))
    revoked = {event.version for event in stream.events if isinstance(event, DocumentRevoked)}
    found = [
        event
        for event in stream.events
        if isinstance(event, DocumentIssued)
        and (event.version == version if version else event.version not in revoked)
    ]
    if not found:
        raise NotFound("there is no such document")
    return found[-1]


def file_of(service: Service, scope: Scope, issued: DocumentIssued, format: str) -> bytes:
    """The file as it was handed out. Raises NotFound once its key is gone, Refused
    (``document-changed``) where what is stored is something else."""
    sealed = issued.pdf if format == "pdf" else issued.docx
    text = service.vault.open(scope.tenant, sealed.sealed)
    if text is None:
        raise NotFound("the document was destroyed with the data of somebody it named")
    content = base64.b64decode(text)
    hashes = {file.format: file.sha256 for file in issued.files}
    if hashlib.sha256(content).hexdigest() != hashes[format]:
        raise Refused("the stored document is not the one that was issued", code="document-changed")
    return content


def kept(file: bytes) -> Personal:
    return Personal.of(base64.b64encode(file).decode())
