"""What may be asked of a template."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Publish:
    """``after`` is the version of the shipped template that this school's versions follow."""

    code: str
    content: str
    after: int


QuestionnaireTemplateCommand = Publish
