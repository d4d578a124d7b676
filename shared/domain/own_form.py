"""A school has one form of each kind of document at a time: its own, or the usual one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, assert_never

from shared.domain.decider import Decider
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class FormReplaced:
    """``file`` is the DOCX file, base64: it may name the head. ``sha256`` is of its bytes."""

    kind: str
    file: Annotated[Personal, About("@stream", purpose="document")]
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FormWithdrawn:
    """The usual form is used again; issued documents keep theirs."""

    kind: str


@dataclass(frozen=True, slots=True)
class ReplaceForm:
    """The file was looked into and filled on trial before this is asked."""

    kind: str
    file: Personal
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class WithdrawForm:
    kind: str


FormCommand = ReplaceForm | WithdrawForm
FormEvent = FormReplaced | FormWithdrawn


@dataclass(frozen=True, slots=True)
class Form:
    """``file`` is ``None`` while the usual form is used."""

    file: Personal | None = None
    sha256: str = ""
    size: int = 0


def decide(command: FormCommand, form: Form) -> list[FormEvent]:
    match command:
        case ReplaceForm(kind, file, sha256, size):
            return [] if sha256 == form.sha256 else [FormReplaced(kind, file, sha256, size)]
        case WithdrawForm(kind):
            return [FormWithdrawn(kind)] if form.file else []
        case _:
            assert_never(command)


def evolve(form: Form, event: FormEvent) -> Form:
    match event:
        case FormReplaced(_, file, sha256, size):
            return Form(file, sha256, size)
        case FormWithdrawn():
            return Form()
        case _:
            assert_never(event)


OWN_FORM: Final[Decider[FormCommand, FormEvent, Form]] = Decider(
    "own_form", (FormReplaced, FormWithdrawn), Form(), decide, evolve
)
