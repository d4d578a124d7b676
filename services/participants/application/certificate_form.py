"""The fields of a certificate, for a school's own form of it; it serves both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from services.participants.application.certificates import Certificate, certificate_paper
from shared.documents import own_forms
from shared.documents.formats import printed
from shared.documents.own_forms import FormKind
from shared.documents.paper import Heading, Paper, Paragraph, Signatures
from shared.documents.word import as_docx
from shared.service import Service
from shared.tenancy.scope import Scope


def certificate_file(service: Service, scope: Scope, one: Certificate, format: str) -> bytes:
    """The DOCX in the school's own form. Raises FormRefused where that cannot be filled."""
    if format == "docx":
        values = certificate_values(one)
        own = own_forms.filled(service, scope, CERTIFICATE, values, one.code, one.link)
        if own is not None:
            return own
    paper = certificate_paper(one)
    return printed(paper, format)


def certificate_values(one: Certificate) -> Mapping[str, Any]:
    """``…_word`` are captions in the language of the certificate; ``page`` is where codes are checked."""
    words = one.words
    return {
        "language": one.language,
        "organisation": one.organisation,
        "title": words.title,
        "before": words.before,
        "name": one.name,
        "after": words.after,
        "course": one.course,
        "hours": one.hours,
        "date": one.day,
        "number": one.number,
        "page": one.page,
        "course_word": words.course,
        "hours_word": words.hours,
        "date_word": words.day,
        "number_word": words.number,
        "page_word": words.check,
        "head_word": words.head,
    }


def _example() -> bytes:
    blocks = (
        Paragraph("{{ before }}"),
        Heading("{{ name }}"),
        Paragraph("{{ after }}"),
        Paragraph("{{ course_word }}: {{ course }}"),
        Paragraph("{%p if hours %}"),
        Paragraph("{{ hours_word }}: {{ hours }}"),
        Paragraph("{%p endif %}"),
        Paragraph("{{ date_word }}: {{ date }}"),
        Paragraph("{{ number_word }}: {{ number }}"),
        Paragraph("{{ page_word }}: {{ page }}"),
        Signatures((("{{ head_word }}", ""),)),
    )
    return as_docx(Paper("{{ title }}", blocks, organisation="{{ organisation }}", landscape=True))


_SAMPLE: Final = Certificate(
    "ru", "МБОУ «Образец»", "Образцова Мария Сергеевна", "Школа наставника", "4,5",
    date(2026, 10, 10), "1A2B3C4D-001", "", "https://example.org/check/1", "",
)  # fmt: skip

CERTIFICATE: Final = FormKind(
    name="certificate",
    plain=tuple(certificate_values(_SAMPLE)),
    lists=(),
    row=(),
    needed=("name", "course", "date", "number"),
    samples=(
        certificate_values(_SAMPLE),
        certificate_values(replace(_SAMPLE, language="en", organisation="", hours="")),
    ),
    example=_example,
)
