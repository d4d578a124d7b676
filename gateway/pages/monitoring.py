"""7.3: the monitoring report, written with its grounds beside it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway import figures_words
from gateway.context import allowed, ask, finish, school_year, signed_in, tell
from gateway.figures_words import QUADRANTS
from gateway.numbers import number_or
from shared.domain.errors import NotFound

blueprint = Blueprint("monitoring", __name__)
blueprint.context_processor(figures_words.for_templates)


@blueprint.get("/monitoring")
@allowed("coordinator", "head")
def show() -> Any:
    year, grounds = school_year(), None
    try:
        report = ask("reporting", "/reports", year=year)
    except NotFound:
        report = None
    if "coordinator" in signed_in().roles:
        grounds = ask("reporting", "/reports/grounds", year=year)
    return render_template("monitoring.html", report=report, grounds=grounds)


@blueprint.post("/monitoring")
@allowed("coordinator")
def write() -> Any:
    given = request.form
    points = [given.get(f"point-{number}", "") for number in range(9)]
    body = {
        "swot": {name: given.get(name, "").strip() for name in QUADRANTS},
        "checklist": [number_or(point, -1) for point in points],
    }
    return _done(
        lambda: tell("reporting", "/reports", body, method="PUT", year=school_year()),
        _("The report is kept."),
    )


@blueprint.post("/monitoring/<any(approve, reopen):what>")
@allowed("head")
def turn(what: str) -> Any:
    said = _("The report is approved.") if what == "approve" else _("The report is a draft again.")
    return _done(lambda: tell("reporting", f"/reports/{what}", {"year": school_year()}), said)


def _done(work: Any, said: str) -> Any:
    return finish("reporting", work, url_for("monitoring.show", year=school_year()), said)
