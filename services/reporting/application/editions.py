"""Editions of a roadmap as they were approved, and what was changed from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.reporting.application.boards import planned_line
from services.reporting.application.reading import excluded_items
from services.reporting.domain.roadmap.items import ITEMS

Doc = Mapping[str, Any]
Open = Callable[[str | None], str | None]
"""Opens a sealed text of the tenant; ``None`` once its key is gone."""
ERASED: Final = "удалён"
"""What is printed in place of the name of somebody erased."""
_COMPARED: Final = ("starts", "ends", "role", "person", "excluded")


def head_of(edition: Doc, open_text: Open) -> dict[str, Any]:
    """Of an edition, without its lines. ``by_name`` is ``None`` after an erasure, empty where nobody
    was named."""
    return {
        **{name: edition[name] for name in ("number", "year", "on", "by", "school")},
        "starts": edition["starts"], "ends": edition["ends"],
        "by_name": _name(edition, edition["by"], open_text),
    }  # fmt: skip


def lines_of(edition: Doc, open_text: Open) -> list[dict[str, Any]]:
    return [
        {
            **line,
            "name": _name(edition, line["person"], open_text),
            "reason": open_text(edition["excluded"].get(line["item"].replace(".", "_"))),
        }
        for line in edition["lines"]
    ]


def _name(edition: Doc, person: str | None, open_text: Open) -> str | None:
    if person is None or person not in edition["names"]:
        return ""
    return open_text(edition["names"][person])


def draft_lines(plan: Doc) -> list[dict[str, Any]]:
    """The plan of today in the shape of an edition's lines."""
    excluded = excluded_items(plan["excluded"])
    return [
        {
            "item": item.number, "title": item.title_ru, **planned_line(item.number, plan),
            "excluded": item.number in excluded,
        }
        for item in ITEMS
    ]  # fmt: skip


def differences(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Item by item: ``[{item, before: {…}, after: {…}}]`` with what differs only."""
    old = {line["item"]: line for line in before}
    found = []
    for line in after:
        was = old.get(line["item"])
        names = [name for name in _COMPARED if was is None or was[name] != line[name]]
        if was is not None and ("role" in names or "person" in names):
            names = [*(n for n in names if n not in ("role", "person")), "role", "person"]
        if names:
            found.append(
                {
                    "item": line["item"],
                    "before": {name: was[name] for name in names} if was else None,
                    "after": {name: line[name] for name in names},
                }
            )
    return found
