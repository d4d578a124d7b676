"""Writes the golden file of every message that has none: ``python -m tests.contracts.bus_golden``.

A file that exists is never written again: what is on the bus stays there for ever. A message that
changes gets a higher ``SCHEMA``, an upcaster, and a file of its own beside the old one.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import msgspec

from shared.bus.codec import encode, schema_version
from shared.contracts.catalogue import TOPICS
from shared.domain.personal import Personal

PLACE = Path(__file__).with_name("messages")


def classes() -> Iterator[tuple[str, type]]:
    for topic, messages in TOPICS.items():
        for cls in messages:
            yield topic, cls


def path_of(topic: str, cls: type) -> Path:
    return PLACE / f"{topic}.{cls.__name__}.{schema_version(cls)}.json"


def example(cls: type) -> Any:
    """One message with a value in every field."""
    hints = get_type_hints(cls, include_extras=True)
    return cls(**{field.name: _value(field.name, hints[field.name]) for field in fields(cls)})


def schema(cls: type) -> dict[str, Any]:
    """Fields, types and which may be left out, as JSON schema."""

    def personal(kind: type) -> dict[str, Any]:
        if kind is Personal:
            return {"type": "string", "format": "sealed"}
        raise NotImplementedError(kind.__name__)

    _, parts = msgspec.json.schema_components([cls], schema_hook=personal)
    return _without_prose(parts)


def golden(topic: str, cls: type) -> dict[str, Any]:
    name, version, data = encode(topic, example(cls))
    record = {"topic": topic, "type": name, "schema_version": version, "schema": schema(cls)}
    return {**record, "data": json.loads(json.dumps(data))}


def _without_prose(part: Any) -> Any:
    if isinstance(part, dict):
        return {k: _without_prose(v) for k, v in part.items() if k not in ("description", "title")}
    return [_without_prose(one) for one in part] if isinstance(part, list) else part


def _value(name: str, hint: Any) -> Any:
    if isinstance(hint, NewType):
        return f"{name}-1"
    if is_dataclass(hint):
        return example(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _value(name, arguments[0])
    if origin is Literal:
        return arguments[0]
    if origin in (Union, types.UnionType):
        return _value(name, next(one for one in arguments if one is not type(None)))
    if origin is tuple:
        return (_value(name, arguments[0]),)
    if origin is Mapping:
        return {name: _value(name, arguments[1])}
    plain: dict[Any, Any] = {
        str: f"{name} ё", int: 3, float: 1.5, bool: True, date: date(2026, 9, 1),
        Personal: Personal.from_sealed("sealed-envelope"),
    }  # fmt: skip
    return plain[hint]


def main() -> None:
    PLACE.mkdir(exist_ok=True)
    for topic, cls in classes():
        path = path_of(topic, cls)
        if not path.exists():
            text = json.dumps(golden(topic, cls), ensure_ascii=False, indent=1)
            path.write_text(text + "\n", encoding="utf-8")
            print(path.name)


if __name__ == "__main__":
    main()
