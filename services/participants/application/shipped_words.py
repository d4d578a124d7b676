"""What the codes of shipped questionnaires and instruments say in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from services.participants.application.shipped import instruments
from services.participants.application.templates import shipped_templates

_SLOT: Final = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)-(\d{1,2})")
_DAYS: Final = {
    "mon": {"ru": "пн", "en": "Mon"},
    "tue": {"ru": "вт", "en": "Tue"},
    "wed": {"ru": "ср", "en": "Wed"},
    "thu": {"ru": "чт", "en": "Thu"},
    "fri": {"ru": "пт", "en": "Fri"},
    "sat": {"ru": "сб", "en": "Sat"},
    "sun": {"ru": "вс", "en": "Sun"},
}


def shipped_word(code: str, language: str) -> str:
    """The code itself where nothing is known of it."""
    slot = _SLOT.fullmatch(code)
    if slot is not None:
        return f"{_DAYS[slot[1]][language]} {slot[2]}:00"
    return _titles().get(code, {}).get(language, code)


@cache
def _titles() -> Mapping[str, Mapping[str, str]]:
    return {code: title for code, title in _all() if title}


def _all() -> Iterator[tuple[str, Mapping[str, str]]]:
    for template in shipped_templates().values():
        for question in template["questions"]:
            yield question["code"], _title(question)
            for part in ("options", "rows"):
                for option in question.get(part) or ():
                    yield option["code"], _title(option)
    for instrument in instruments():
        for parameter in instrument["parameters"]:
            yield parameter["code"], _title(parameter)


def _title(what: Mapping[str, Any]) -> Mapping[str, str]:
    title = what.get("title", {})
    return title if isinstance(title, Mapping) else {}
