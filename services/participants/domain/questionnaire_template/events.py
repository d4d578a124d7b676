"""Facts about templates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TemplatePublished:
    """``content`` is the template as JSON text; it holds no person."""

    code: str
    version: int
    content: str


@dataclass(frozen=True, slots=True)
class TemplateDrafted:
    """What the next version would be; nobody is asked it yet."""

    code: str
    content: str


@dataclass(frozen=True, slots=True)
class DraftDiscarded:
    code: str


QuestionnaireTemplateEvent = TemplatePublished | TemplateDrafted | DraftDiscarded
