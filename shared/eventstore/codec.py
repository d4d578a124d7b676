"""Events as stored documents and back; what is personal is sealed on the way in."""

from __future__ import annotations

import copy
import types
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, Union, get_args, get_origin, get_type_hints

import msgspec

from shared.domain.decider import Decider
from shared.domain.personal import About, Personal
from shared.eventstore.upcasting import Upcasters


class Sealer(Protocol):
    """The part of :class:`shared.crypto.vault.Vault` that the codec needs."""

    def seal(
        self,
        tenant: str,
        subjects: tuple[str, ...],
        purpose: str,
        ring: str,
        stream: str,
        version: int,
        field: str,
        text: str,
    ) -> str: ...

    def digest(self, tenant: str, text: str) -> str: ...


@dataclass(frozen=True, slots=True)
class _Shape:
    type_name: str
    cls: type
    schema: int
    personal: tuple[tuple[str, About], ...]


def _about(hint: Any) -> About | None:
    if get_origin(hint) is Annotated:
        for extra in get_args(hint)[1:]:
            if isinstance(extra, About):
                return extra
        return None
    if get_origin(hint) in (Union, types.UnionType):
        return next((found for arg in get_args(hint) if (found := _about(arg))), None)
    return None


def _mentions_personal(hint: Any) -> bool:
    return hint is Personal or any(_mentions_personal(arg) for arg in get_args(hint))


def _shape(category: str, cls: type) -> _Shape:
    hints = get_type_hints(cls, include_extras=True)
    personal = []
    for name, hint in hints.items():
        about = _about(hint)
        if about is not None:
            if about.subject not in hints and about.subject != "@stream":
                raise TypeError(
                    f"{cls.__name__}.{name}: no field “{about.subject}” names the subject"
                )
            personal.append((name, about))
        elif _mentions_personal(hint):
            raise TypeError(f"{cls.__name__}.{name} is personal but does not say about whom")
    return _Shape(f"{category}.{cls.__name__}", cls, getattr(cls, "SCHEMA", 1), tuple(personal))


def _sealed_only(value: Any) -> Any:
    if isinstance(value, Personal):
        return value.sealed if value.is_sealed else ""
    raise NotImplementedError(type(value).__name__)


def _unsealed(value: Any) -> Any:
    if isinstance(value, Personal):
        return value.sealed if value.is_sealed else value.plain
    raise NotImplementedError(type(value).__name__)


def _from_token(cls: type, value: Any) -> Any:
    if cls is Personal:
        return Personal.from_sealed(value)
    raise NotImplementedError(cls.__name__)


VOLATILE = frozenset({"now", "today"})
"""Fields of a command that the edge fills in: a repetition may differ in them."""


class EventCodec:
    """Knows every event class of a service; an unknown stored type fails here, never in a fold."""

    def __init__(
        self,
        deciders: Iterable[Decider[Any, Any, Any]],
        sealer: Sealer,
        upcasters: Upcasters | None = None,
    ) -> None:
        self._sealer = sealer
        self._upcasters = upcasters or Upcasters()
        self._by_class: dict[type, _Shape] = {}
        self._by_name: dict[str, _Shape] = {}
        for decider in deciders:
            for cls in decider.events:
                shape = _shape(decider.category, cls)
                if cls in self._by_class or shape.type_name in self._by_name:
                    raise TypeError(f"{shape.type_name} is listed twice")
                self._by_class[cls] = self._by_name[shape.type_name] = shape

    def sealing_with(self, sealer: Sealer) -> EventCodec:
        """The same codec with another sealer: one that holds the keys of a batch."""
        other = copy.copy(self)
        other._sealer = sealer
        return other

    def seal_only(self, tenant: str, stream: str, events: Iterable[Any]) -> None:
        """Asks the sealer for what encoding would ask it, and throws the answers away."""
        for event in events:
            for name, about in self._by_class[type(event)].personal:
                value = getattr(event, name)
                if value is not None and not value.is_sealed:
                    self._seal(tenant, stream, 0, event, name, about, value)

    def encode(
        self, tenant: str, stream: str, first: int, events: Sequence[Any]
    ) -> list[dict[str, Any]]:
        """``[{type, v, data}]``; raises ``TypeError`` for an event that no decider lists."""
        encoded = []
        for version, event in enumerate(events, first):
            shape = self._by_class.get(type(event))
            if shape is None:
                raise TypeError(f"{type(event).__name__} is not an event of this service")
            data = msgspec.to_builtins(event, enc_hook=_sealed_only)
            for name, about in shape.personal:
                value = getattr(event, name)
                if value is not None and not value.is_sealed:
                    data[name] = self._seal(tenant, stream, version, event, name, about, value)
            encoded.append({"type": shape.type_name, "v": shape.schema, "data": data})
        return encoded

    def _seal(
        self,
        tenant: str,
        stream: str,
        version: int,
        event: Any,
        name: str,
        about: About,
        value: Personal,
    ) -> str:
        if about.subject == "@stream":
            subject: Any = stream.split("-", 1)[1]
        else:
            subject = getattr(event, about.subject)
        subjects = (subject,) if isinstance(subject, str) else tuple(subject)
        purpose = getattr(event, about.purpose_field) if about.purpose_field else about.purpose
        return self._sealer.seal(
            tenant, subjects, purpose, about.ring, stream, version, name, value.plain
        )

    def decode(self, stored: dict[str, Any]) -> Any:
        """Raises ``LookupError`` for an unknown type or version, ``msgspec.ValidationError`` for
        data that do not fit the class."""
        shape = self._by_name.get(stored["type"])
        if shape is None:
            raise LookupError(f"unknown event type {stored['type']}")
        data = stored["data"]
        if stored["v"] != shape.schema:
            data = self._upcasters.lift(shape.type_name, stored["v"], shape.schema, data)
        return msgspec.convert(data, shape.cls, dec_hook=_from_token)

    def shapes(self) -> Iterable[tuple[str, type, tuple[tuple[str, About], ...]]]:
        """Of every event: its stored type, its class, its personal fields."""
        return [(shape.type_name, shape.cls, shape.personal) for shape in self._by_name.values()]

    def body(self, tenant: str, command: Any) -> str:
        """A keyed hash of what the command asks for, without the fields that the edge fills in."""
        volatile = VOLATILE | getattr(command, "VOLATILE", frozenset())
        asked = msgspec.to_builtins(command, enc_hook=_unsealed)
        for name in volatile:
            asked.pop(name, None)
        text = msgspec.json.encode(asked, order="deterministic").decode()
        return self._sealer.digest(tenant, text)
