"""What may be asked of a school's own form of its orders."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Replace:
    """The file was looked into and filled on trial before this is asked."""

    file: Personal
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Withdraw:
    pass


TemplateCommand = Replace | Withdraw
