"""The school's working rules: its clock, how late an entry may come, when a pair is silent, holidays."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, finish, school_year, tell
from gateway.numbers import number_or
from gateway.words import iso_day
from gateway.zone_words import zone_names

blueprint = Blueprint("rules", __name__)


@blueprint.get("/working-rules")
@allowed("coordinator", "head")
def show() -> Any:
    rules = ask("meetings", "/rules", year=school_year())
    return render_template("working_rules.html", rules=rules, zones=zone_names())


@blueprint.post("/working-rules")
@allowed("coordinator", "head")
def settle() -> Any:
    form = request.form
    body = {
        "zone": form.get("zone", ""),
        **{name: number_or(form.get(name, ""), 0) for name in ("silent_days", "late_days")},
    }
    return finish("meetings", lambda: tell("meetings", "/rules", body),
                  url_for("rules.show", year=school_year()), _("The rules are kept."))  # fmt: skip


@blueprint.post("/working-rules/holidays")
@allowed("coordinator", "head")
def holidays() -> Any:
    """Rows that were emptied are removed."""
    to = url_for("rules.show", year=school_year())
    pairs = zip(request.form.getlist("first"), request.form.getlist("last"), strict=False)
    given = [(iso_day(first), iso_day(last or first)) for first, last in pairs if first.strip()]
    if any(last < first for first, last in given):
        flash(_("The end lies before the beginning."), "danger")
        return redirect(to)
    body = {
        "year": school_year(),
        "holidays": [{"first": first, "last": last} for first, last in given],
    }
    return finish("meetings", lambda: tell("meetings", "/rules/holidays", body), to,
                  _("The holidays are kept."))  # fmt: skip
