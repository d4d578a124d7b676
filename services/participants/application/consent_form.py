"""The fields of a consent to be signed by hand, for a school's own form of it: one form for all
purposes and both languages. What is said is never the school's: the text of the version stands whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from services.participants.application.consent_papers import (
    Sides,
    form_paper,
    identity,
    organisation_name,
    paragraphs,
    signatures,
)
from services.participants.application.consent_words import WORDS, day
from services.participants.application.shipped import document
from shared.documents import own_forms
from shared.documents.formats import printed
from shared.documents.own_forms import FormKind
from shared.documents.paper import Block, Heading, Paper, Paragraph, Table
from shared.documents.word import as_docx
from shared.service import Service
from shared.tenancy.scope import Scope

_ROW: Final = ("text", "caption", "value", "name")
_LINE: Final = "_" * 30


def form_file(
    service: Service,
    scope: Scope,
    shown: Mapping[str, Any],
    sides: Sides,
    format: str,
    *,
    until: date | None = None,
    link: str = "",
) -> bytes:
    """The consent ``shown`` as a paper to be signed by hand; the DOCX in the school's own form. Raises
    FormRefused where that form says less than the consent must."""
    organisation = organisation_name(service, scope)
    if format == "docx":
        values = consent_values(shown, organisation, sides, until=until, link=link)
        own = own_forms.filled(service, scope, CONSENT, values, shown["hash"][:16], link)
        if own is not None:
            return own
    paper = form_paper(shown, organisation, sides, until=until, link=link)
    return printed(paper, format)


def consent_values(
    shown: Mapping[str, Any],
    organisation: str,
    sides: Sides,
    *,
    until: date | None = None,
    link: str = "",
) -> Mapping[str, Any]:
    """All in the language of the text, with captions; what is to be written by hand is a line."""
    words = WORDS[shown["language"]]
    return {
        "language": shown["language"],
        "organisation": organisation,
        "title": shown["title"],
        "version": f"{words['version']} {shown['version']}",
        "hash": f"{words['hash']}: {shown['hash']}",
        "operator": f"{words['operator']}: {organisation}",
        "term": f"{words['term']}: {day(until) or _LINE}",
        "heading_who": words["who"],
        "heading_choice": words["choice"],
        "online": words["qr"] if link else "",
        "who": [_row(caption=name, value=value or _LINE) for name, value in identity(words, sides)],
        "text": [_row(text=part) for part in paragraphs(shown)],
        "choices": [_row(text=f"☐ {words[name]}") for name in ("agree", "disagree")],
        "signatures": [
            _row(caption=role, value=_LINE, name=name) for role, name in signatures(words, sides)
        ],
    }


def _row(**values: str) -> dict[str, str]:
    """Every row has all fields, so that a form never meets one that is not there."""
    return {name: values.get(name, "") for name in _ROW}


def _each(rows: str, line: str) -> tuple[Block, ...]:
    return tuple(Paragraph(text) for text in (f"{{%p for row in {rows} %}}", line, "{%p endfor %}"))


def _example() -> bytes:
    who = (
        ("{%tr for row in who %}", ""),
        ("{{ row.caption }}", "{{ row.value }}"),
        ("{%tr endfor %}", ""),
    )
    blocks: tuple[Block, ...] = (
        Table(("{{ heading_who }}", ""), who, (2, 3)),
        Paragraph("{{ operator }}"),
        *_each("text", "{{ row.text }}"),
        Paragraph("{{ hash }}"),
        Paragraph("{{ term }}"),
        Heading("{{ heading_choice }}"),
        *_each("choices", "{{ row.text }}"),
        *(Paragraph(text) for text in ("{%p if online %}", "{{ online }}", "{%p endif %}")),
        *_each("signatures", "{{ row.caption }} {{ row.value }} {{ row.name }}"),
    )
    return as_docx(
        Paper("{{ title }}", blocks, organisation="{{ organisation }}", subtitle="{{ version }}", size=10)
    )  # fmt: skip


def _samples() -> tuple[Mapping[str, Any], ...]:
    child = Sides("Примеров Илья Олегович", "01.02.2012", "Примерова Вера Глебовна")
    taking_part, image = "participation", "publication_image"
    return (
        consent_values(document(taking_part, "ru"), "МБОУ «Образец»", child, until=date(2027, 8, 31),
                       link="https://example.org/g/1"),
        consent_values(document(image, "ru"), "МБОУ «Образец»", Sides(minor=False, assent=False)),
        consent_values(document(taking_part, "en"), "МБОУ «Образец»", Sides(assent=False)),
    )  # fmt: skip


CONSENT: Final = FormKind(
    name="consent",
    plain=("language", "organisation", "title", "version", "hash", "operator", "term",
           "heading_who", "heading_choice", "online"),
    lists=("who", "text", "choices", "signatures"),
    row=_ROW,
    needed=("title", "version", "hash", "operator", "term", "who", "text", "choices", "signatures"),
    samples=_samples(),
    example=_example,
    whole="text",
)  # fmt: skip
