"""What happened to a school's own form of its orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class TemplateReplaced:
    """``file`` is the DOCX file, base64: it may name the head. ``sha256`` is of its bytes."""

    file: Annotated[Personal, About("@stream", purpose="document")]
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class TemplateWithdrawn:
    """The usual form is used again; issued orders keep theirs."""


TemplateEvent = TemplateReplaced | TemplateWithdrawn
EVENTS: tuple[type, ...] = (TemplateReplaced, TemplateWithdrawn)
