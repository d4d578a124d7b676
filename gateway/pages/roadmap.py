"""A school's page: 35 items in seven stages, each with what proves it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import (
    allowed,
    ask,
    every,
    finish,
    gateway,
    names,
    programme,
    school_year,
    tell,
)
from gateway.roadmap_words import for_templates
from gateway.words import iso_day
from shared.domain.errors import Forbidden, NotFound
from shared.domain.school_years import year_of

blueprint = Blueprint("roadmap", __name__)
blueprint.app_context_processor(for_templates)
STAFF = ("coordinator", "head", "psychologist", "social_worker", "teacher")


def _board() -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = ask("reporting", f"/roadmaps/{programme()}")
    except NotFound:
        return None
    return found


def holidays(year: str) -> list[dict[str, str]]:
    """The school's own, which suggested dates leave out; none where they are not told."""
    try:
        found: list[dict[str, str]] = ask("meetings", "/rules", year=year)["holidays"]
    except (NotFound, Forbidden):
        return []
    return found


def own_items() -> list[dict[str, Any]]:
    """What the viewer is in charge of and has not done; nothing in a year without a roadmap."""
    try:
        found: list[dict[str, Any]] = ask("reporting", f"/roadmaps/{programme()}/own")["items"]
    except (NotFound, Forbidden):
        return []
    return found


def _years() -> dict[str, str]:
    """Those that have a roadmap, the running one and the one on show; the latest first."""
    known = {row["year"] for row in every("reporting", "/roadmaps")}
    known |= {school_year(), year_of(gateway().clock.today())}
    return {year: year for year in sorted(known, reverse=True)}


def _shown(board: dict[str, Any] | None) -> dict[str, Any]:
    """What the template needs. Names are asked for, and their reading recorded, only when the page
    is drawn anew."""
    in_charge = [item["person"] for item in board["items"]] if board else []
    changes = 0
    if board and board["edition"] and (board["changed"] or not board["approved"]):
        changes = len(ask("reporting", f"/roadmaps/{programme()}/changes")["items"])
    return {
        "board": board, "seen": _digest(board), "names": names(in_charge, "roadmap"),
        "changes": changes,
    }  # fmt: skip


def _digest(board: dict[str, Any] | None) -> str:
    return hashlib.sha256(json.dumps(board, sort_keys=True).encode()).hexdigest()[:16]


@blueprint.get("/school")
@allowed(*STAFF)
def school() -> Any:
    board = _board()
    own = own_items() if board else []
    return render_template("school.html", years=_years(), own=own, **_shown(board))


@blueprint.get("/school/roadmap")
@allowed(*STAFF)
def fragment() -> Any:
    """The part of the page that asks for itself every ten seconds; nothing where all is as it was."""
    board = _board()
    if request.args.get("seen") == _digest(board):
        return "", 204
    return render_template("roadmap.html", **_shown(board))


@blueprint.post("/school/open")
@allowed("coordinator", "head")
def begin() -> Any:
    body = {
        "year": school_year(),
        "starts": iso_day(request.form.get("starts", "")),
        "ends": iso_day(request.form.get("ends", "")),
        "holidays": holidays(school_year()),
    }
    return finish("reporting", lambda: tell("reporting", "/roadmaps", body),
                  url_for("roadmap.school", year=school_year()), _("The roadmap is begun."))  # fmt: skip
