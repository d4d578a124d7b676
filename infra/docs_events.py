"""Writes docs/EVENTS.md from the code: ``python -m infra.docs_events``; ``--check`` only compares."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from shared.config import SERVICES
from shared.contracts.catalogue import TOPICS
from shared.domain.decider import Decider
from shared.domain.personal import About

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "EVENTS.md"
_HEAD: Final = """\
# Messages and events
Written by `python -m infra.docs_events` from the code; a test fails where it is out of date.

A **message** crosses from one service to the others, on the topic of its publisher, and belongs to
the tenant of the event it came from. A **domain event** stays in its service's store; its stored type
is `<category>.<Class>`. Every event also has tenant, stream, version, actor, times, correlation and
causation around it (`shared.domain.envelope.Recorded`).

*Sealed* fields hold text about people, encrypted under the key of the tenant, each person named and
the purpose; “bus” keys can be opened by every service of the cell, all others by the service alone.
Without the key nobody reads them again.
"""


def render() -> str:
    parts = [_HEAD, "## Messages\n"]
    for topic, messages in TOPICS.items():
        parts.append(f"### `{topic}`\n")
        parts += [_described(message, "message") for message in messages]
    parts.append("## Domain events\n")
    for service in SERVICES:
        deciders = sorted(_deciders(service), key=lambda decider: decider.category)
        if deciders:
            parts.append(f"### {service}\n")
        for decider in deciders:
            parts.append(f"#### `{decider.category}` streams\n")
            parts += [_described(event, decider.category) for event in decider.events]
    return "\n".join(parts).rstrip() + "\n"


def _deciders(service: str) -> Iterator[Decider[Any, Any, Any]]:
    """Every decider that the service is put together of."""
    yield from importlib.import_module(f"services.{service}.bootstrap").DEFINITION.deciders


def _described(cls: type, prefix: str) -> str:
    version = getattr(cls, "SCHEMA", 1)
    title = cls.__name__ if prefix == "message" else f"{prefix}.{cls.__name__}"
    lines = [f"**`{title}`**" + (f" (version {version})" if version > 1 else "")]
    text = _docstring(cls)
    if text:
        lines[0] += f" – {text}"
    hints = get_type_hints(cls, include_extras=True)
    assert is_dataclass(cls)
    lines += [f"- `{field.name}`: {_type(hints[field.name])}" for field in fields(cls)]
    return "\n".join(lines) + "\n"


def _docstring(cls: type) -> str:
    """The class's own words; a dataclass without any gets a signature, which says nothing new."""
    text = inspect.getdoc(cls) or ""
    if text.startswith(f"{cls.__name__}("):
        return ""
    return re.sub(r":\w+:`~?([^`]+)`", r"`\1`", " ".join(text.split()).replace("``", "`"))


def _type(hint: Any) -> str:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return next(_sealed(extra) for extra in arguments[1:] if isinstance(extra, About))
    if origin is Literal:
        return "one of " + ", ".join(f"`{value}`" for value in arguments)
    if origin in (Union, types.UnionType):
        known = [_type(one) for one in arguments if one is not type(None)]
        return " or ".join(known) + (" or nothing" if type(None) in arguments else "")
    if origin in (tuple, frozenset):
        return f"list of {_type(arguments[0])}"
    if origin is not None:
        return f"map of {_type(arguments[0])} to {_type(arguments[1])}"
    return str(getattr(hint, "__name__", hint))


def _sealed(about: About) -> str:
    whose = "the stream itself" if about.subject == "@stream" else f"`{about.subject}`"
    purpose = f"`{about.purpose_field}`" if about.purpose_field else about.purpose
    ring = ", bus keys" if about.ring == "bus" else ""
    return f"sealed, about {whose}, purpose {purpose}{ring}"


def main() -> int:
    """1 where ``--check`` finds the document out of date."""
    text = render()
    if "--check" in sys.argv[1:]:
        current = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
        if current != text:
            print("docs/EVENTS.md is out of date: python -m infra.docs_events", file=sys.stderr)
            return 1
        return 0
    DOCUMENT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
