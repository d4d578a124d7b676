"""What may be planned for items: which, when, in whose charge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from services.reporting.domain.roadmap.events import PlannedLine
from services.reporting.domain.roadmap.items import BY_NUMBER
from shared.domain.errors import Invalid, NotFound

ROLES: Final = (
    "head", "coordinator", "psychologist", "social_worker", "teacher", "mentor",
    "company_coordinator", "municipal_admin",
)  # fmt: skip
_AROUND: Final = timedelta(days=200)
"""An item may lie so far before the programme's start or after its end, no further."""


def check_item(item: str) -> None:
    if item not in BY_NUMBER:
        raise NotFound("the roadmap has no such item")


def check_line(line: PlannedLine, starts: date, ends: date) -> None:
    """Raises NotFound for an item there is not, Invalid for what cannot be planned."""
    check_item(line.item)
    if line.ends < line.starts:
        raise Invalid("an item does not end before it starts", {"ends": ["not before the start"]})
    if bool(line.role) == bool(line.person):
        raise Invalid("a role or a person is in charge", {"role": ["a role or a person"]})
    if line.role and line.role not in ROLES:
        raise Invalid("unknown role", {"role": ["unknown"]})
    if line.starts < starts - _AROUND or line.ends > ends + _AROUND:
        raise Invalid("an item lies near its programme", {"starts": ["too far away"]})


def check_lines(lines: Iterable[PlannedLine], starts: date, ends: date) -> None:
    """As :func:`check_line`, naming each wrong field as ``<item>.<field>``."""
    wrong: dict[str, list[str]] = {}
    seen: set[str] = set()
    for line in lines:
        if line.item in seen:
            raise Invalid("an item is planned twice", {f"{line.item}.item": ["twice"]})
        seen.add(line.item)
        try:
            check_line(line, starts, ends)
        except Invalid as error:
            for field, said in error.fields.items():
                wrong[f"{line.item}.{field}"] = said
    if wrong:
        raise Invalid("some items cannot be planned so", wrong)
