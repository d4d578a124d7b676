"""What may be asked of a template."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Publish:
    """``after`` is the version of the shipped template that this school's versions follow."""

    code: str
    content: str
    after: int


@dataclass(frozen=True, slots=True)
class SaveDraft:
    code: str
    content: str


@dataclass(frozen=True, slots=True)
class PublishDraft:
    code: str
    after: int


@dataclass(frozen=True, slots=True)
class DiscardDraft:
    code: str


QuestionnaireTemplateCommand = Publish | SaveDraft | PublishDraft | DiscardDraft
