"""Text about people: readable in the command that brings it, a sealed envelope ever after.

A field of an event or message that holds something personal is declared::

    name: Annotated[Personal, About("person", purpose="register")]

The codec seals it on the way to the store under the key of (tenant, that person, that purpose).
What is loaded again is sealed; whoever shows it asks ``shared.crypto`` to open it, which answers
nothing once the key is gone. Structured things (answers, lists) travel as JSON text inside.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal


class Personal:
    """Either plain text (``Personal.of``) or a sealed envelope (``Personal.from_sealed``).

    Its ``repr`` and ``str`` never show the text, so that no log line or error message can.
    Two plain values are equal when their texts are; sealed ones when their envelopes are.
    """

    __slots__ = ("_plain", "_sealed")

    def __init__(self, plain: str | None, sealed: str | None) -> None:
        self._plain = plain
        self._sealed = sealed

    @classmethod
    def of(cls, text: str) -> Personal:
        return cls(text, None)

    @classmethod
    def of_json(cls, value: Any) -> Personal:
        return cls(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str), None)

    @classmethod
    def from_sealed(cls, envelope: str) -> Personal:
        return cls(None, envelope)

    @property
    def plain(self) -> str:
        """The text. Raises ``ValueError`` on a sealed value: opening needs a key ring."""
        if self._plain is None:
            raise ValueError("sealed: open it with a key ring")
        return self._plain

    @property
    def is_sealed(self) -> bool:
        return self._sealed is not None

    @property
    def sealed(self) -> str:
        """The envelope, safe to store in a read model. Raises ``ValueError`` on plain text."""
        if self._sealed is None:
            raise ValueError("plain text: never store it")
        return self._sealed

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Personal)
            and self._plain == other._plain
            and self._sealed == other._sealed
        )

    def __hash__(self) -> int:
        return hash((self._plain, self._sealed))

    def __repr__(self) -> str:
        return "Personal(sealed)" if self.is_sealed else "Personal(…)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class About:
    """Whose data a :class:`Personal` field holds, and for what purpose they may be held.

    ``subject`` names the field of the same event that has the person's id, or a tuple of ids:
    text about several people can be read only while none of them is erased. ``purpose`` is a
    constant; ``purpose_field`` instead names the field that has it. ``ring`` says whose keys seal
    it: the service's own, or those of the bus, which every service of the cell can open.
    """

    subject: str
    purpose: str = "participation"
    purpose_field: str | None = None
    ring: Literal["own", "bus"] = "own"
