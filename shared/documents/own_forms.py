"""A school's own forms of its documents: which fields a kind has, whether a file will do, filling."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from shared.documents import template as templates
from shared.documents.issuing import FormRefused, OwnForm
from shared.documents.word import marked
from shared.documents.wording import left_out
from shared.domain.ids import derived_id
from shared.domain.own_form import OWN_FORM, ReplaceForm
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

_CODE: Final = {"code": "R-ОБРАЗ-ЕЦОБР-АЗЕЦО-БРАЗЕ", "check": "https://example.org/check"}


@dataclass(frozen=True, slots=True)
class FormKind:
    """``samples`` are filled in on trial, all lists full and all empty; the first is shown. Every
    kind has ``code`` and ``check`` as well. ``example`` makes a form to begin with. ``whole`` is a
    list of paragraphs that no form may change: then what is needed is looked for in every file."""

    name: str
    plain: tuple[str, ...]
    lists: tuple[str, ...]
    row: tuple[str, ...]
    needed: tuple[str, ...]
    samples: tuple[Mapping[str, Any], ...]
    example: Callable[[], bytes]
    whole: str = ""

    @property
    def fields(self) -> templates.Fields:
        return templates.Fields(
            plain=frozenset((*self.plain, *_CODE)),
            lists=frozenset(self.lists),
            row=frozenset(self.row),
            needed=frozenset(self.needed),
        )


def form_id(scope: Scope, kind: FormKind) -> str:
    return derived_id("own_form", scope.tenant, kind.name)


def put(service: Service, scope: Scope, kind: FormKind, file: bytes, *, key: str) -> Outcome:
    """Raises FormRefused; a file that is refused changes nothing."""
    try:
        looked_into(kind, file)
    except templates.TemplateFault as fault:
        raise FormRefused(fault) from fault
    text = Personal.of(base64.b64encode(file).decode())
    command = ReplaceForm(kind.name, text, hashlib.sha256(file).hexdigest(), len(file))
    return service.handler.handle(scope, OWN_FORM, form_id(scope, kind), command, key=key)


def looked_into(kind: FormKind, file: bytes) -> None:
    """Raises TemplateFault for a file that cannot be the form."""
    samples = [{**sample, **_CODE} for sample in kind.samples]
    for made, sample in zip(templates.check(file, kind.fields, samples), samples):
        _judge(made, kind, sample)


def own_file(service: Service, scope: Scope, kind: FormKind) -> tuple[bytes, str] | None:
    """The school's own form and its hash, ``None`` for the usual one."""
    state = service.handler.state(scope, OWN_FORM, form_id(scope, kind)).state
    if state.file is None:
        return None
    text = service.vault.open(scope.tenant, state.file.sealed)
    return (base64.b64decode(text), state.sha256) if text else None


def own_form(
    service: Service, scope: Scope, kind: FormKind, values: Mapping[str, Any]
) -> OwnForm | None:
    """To be issued with: the school's own form and what goes into it."""
    found = own_file(service, scope, kind)
    return OwnForm(found[0], found[1], kind.fields, values) if found else None


def filled(
    service: Service, scope: Scope, kind: FormKind, values: Mapping[str, Any], code: str, link: str
) -> bytes | None:
    """The school's own form filled in, with code and QR code at its end; ``None`` for the usual one.
    Raises FormRefused."""
    found = own_file(service, scope, kind)
    if found is None:
        return None
    values = {**values, "code": code, "check": link}
    try:
        made = templates.fill(found[0], kind.fields, values)
        _judge(made, kind, values)
    except templates.TemplateFault as fault:
        raise FormRefused(fault) from fault
    return marked(made, code, link)


def _judge(made: bytes, kind: FormKind, values: Mapping[str, Any]) -> None:
    """Raises TemplateFault where a filled file says less than a kind with a text must."""
    if kind.whole and (missing := left_out(made, kind.needed, values, whole=kind.whole)):
        raise templates.TemplateFault("template-missing-fields", missing)


def sample(service: Service, scope: Scope, kind: FormKind) -> bytes:
    """The form as the school has it now, filled with made-up data."""
    found = own_file(service, scope, kind)
    file = found[0] if found else kind.example()
    filled = templates.fill(file, kind.fields, {**kind.samples[0], **_CODE})
    return marked(filled, _CODE["code"], _CODE["check"])
