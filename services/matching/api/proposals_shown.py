"""A proposal's document as it is answered: its head, its lines with their reasons opened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from services.matching.application import runs
from services.matching.projections.proposals import draft_of
from shared.http.api import current

_HIDDEN: Final = frozenset({"tenant", "lines", "left", "people", "variants", "standing"})
_DEFAULTS: Final[Mapping[str, Any]] = {
    "mode": "optimal", "summaries": {}, "packages": {}, "locks": {}, "bans": [], "pairings": [],
    "based_on": None, "keep": False, "changes": None, "threshold": 0, "composition": "any",
    "failure": None, "version": None,
}  # fmt: skip
_UNKNOWN: Final[Mapping[str, Any]] = {"reason": "by_hand", "funnel": {}, "possible": 0}
"""Taken apart by hand there is no computed reason."""


def head(document: dict[str, Any]) -> dict[str, Any]:
    now = current()
    lines, left = draft_of(document)
    shown = {name: value for name, value in document.items() if name not in _HIDDEN}
    if isinstance(document.get("proposed"), datetime):
        shown["proposed"] = document["proposed"].isoformat()
    if document.get("status") == "queued":
        shown["progress"] = runs.progress(now.service, now.scope.tenant, document["id"])
    return {**_DEFAULTS, **shown, "counts": {"pairs": len(lines), "left": len(left)}}


def lines_shown(
    document: Mapping[str, Any],
    lines: Mapping[str, dict[str, Any]],
    left: Mapping[str, str | None],
) -> dict[str, Any]:
    now = current()
    tokens = [line["why"] for line in lines.values()] + [why for why in left.values() if why]
    opened = now.service.vault.open_many(now.scope.tenant, tokens)
    locks, standing = document.get("locks", {}), document.get("standing", {})
    shown = []
    for mentee, line in sorted(lines.items()):
        more = {"locked": mentee in locks, "kept": standing.get(mentee) == line["mentor"]}
        shown.append(_line(line, opened) | more)
    return {
        "lines": shown,
        "unmatched": [_left(mentee, left[mentee], opened) for mentee in sorted(left)],
    }


def _line(line: Mapping[str, Any], opened: Mapping[str, str | None]) -> dict[str, Any]:
    text = opened.get(line["why"])
    why = json.loads(text) if text else {"contributions": {}, "facts": {}}
    return {name: value for name, value in line.items() if name != "why"} | why


def _left(mentee: str, why: str | None, opened: Mapping[str, str | None]) -> dict[str, Any]:
    text = opened.get(why) if why else None
    return {"mentee": mentee, **(json.loads(text) if text else _UNKNOWN)}
