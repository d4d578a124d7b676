"""Facts about templates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TemplatePublished:
    """``content`` is the template as JSON text; it holds no person."""

    code: str
    version: int
    content: str


QuestionnaireTemplateEvent = TemplatePublished
