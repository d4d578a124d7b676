"""A school's page: 35 items in seven stages, each with what proves it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, finish, programme, school_year, tell
from gateway.words import iso_day
from shared.domain.errors import NotFound

blueprint = Blueprint("roadmap", __name__)
STAFF = ("coordinator", "head", "psychologist", "social_worker", "teacher")


def _board() -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = ask("reporting", f"/roadmaps/{programme()}")
    except NotFound:
        return None
    return found


@blueprint.get("/school")
@allowed(*STAFF)
def school() -> Any:
    return render_template("school.html", board=_board())


@blueprint.get("/school/roadmap")
@allowed(*STAFF)
def fragment() -> Any:
    """The part of the page that asks for itself every ten seconds."""
    return render_template("roadmap.html", board=_board())


@blueprint.post("/school/open")
@allowed("coordinator", "head")
def begin() -> Any:
    body = {
        "year": school_year(),
        "starts": iso_day(request.form.get("starts", "")),
        "ends": iso_day(request.form.get("ends", "")),
    }
    return finish("reporting", lambda: tell("reporting", "/roadmaps", body),
                  url_for("roadmap.school", year=school_year()), _("The roadmap is begun."))  # fmt: skip


@blueprint.post("/school/approve")
@allowed("head")
def approve() -> Any:
    return finish("reporting", lambda: tell("reporting", f"/roadmaps/{programme()}/approve", {}),
                  url_for("roadmap.school", year=school_year()), _("The roadmap is approved."))  # fmt: skip
