"""The programme of a year (3.1): forms with reasons, criteria, people, the head's launch order."""

from __future__ import annotations

import math
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, every, finish, names, programme, school_year, tell
from gateway.matching_words import CRITERIA, for_templates
from gateway.words import FORMS, THEMES, iso_day, sentence, word
from shared.domain.errors import DomainError, NotFound

blueprint = Blueprint("programme", __name__)
blueprint.context_processor(for_templates)
_LEADERS: Final = ("coordinator", "head")
_HEAVIEST: Final = 1000.0


@blueprint.get("/programme")
@allowed(*_LEADERS)
def show() -> Any:
    year = school_year()
    try:
        found = ask("matching", f"/programmes/{programme()}")
    except NotFound:
        first = int(year[:4])
        dates = (f"01.09.{first}", f"31.05.{first + 1}")
        return render_template("programme_open.html", dates=dates)
    wanted = ask("matching", f"/programmes/{programme()}/demand")
    return render_template(
        "programme.html", found=found, wanted=wanted, staff=_staff(found),
        variants=wanted["variants"], reasons=_reasons(found, wanted),
    )  # fmt: skip


def _staff(found: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Who may be named, by role; whoever is named already stays on the list."""
    rows = every("participants", "/staff")
    sides: dict[str, dict[str, str]] = {}
    for role in _LEADERS:
        sides[role] = {
            row["person"]: row["name"] or "—"
            for row in rows
            if row["role"] == role and row["state"] == "active"
        }
        named = found[role]
        if named and named not in sides[role]:
            sides[role][named] = names([named], "programme").get(named, "—")
    return sides


def _reasons(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, str]:
    """What was written, or a sentence from the base to begin with."""
    written = found["reasons"]
    return {form: written.get(form) or _from_base(form, wanted) for form in FORMS}


def _from_base(form: str, wanted: dict[str, Any]) -> str:
    asking = wanted["forms"].get(form, 0)
    if not asking:
        return ""
    themes = list(wanted["themes"].get(form, {}).items())[:3]
    said = ", ".join(f"{word(THEMES, theme)} ({count})" for theme, count in themes)
    return _("%(asking)s of %(all)s requests ask for this form; most often: %(themes)s.",
             asking=asking, all=wanted["requests"], themes=said or "—")  # fmt: skip


@blueprint.post("/programme")
@allowed(*_LEADERS)
def open_programme() -> Any:
    body = {
        "year": school_year(),
        "starts": iso_day(request.form.get("starts", "")),
        "ends": iso_day(request.form.get("ends", "")),
    }
    return _finish(lambda: tell("matching", "/programmes", body), _("The programme is open."))


def _finish(work: Any, said: str) -> Any:
    return finish("matching", work, url_for("programme.show", year=school_year()), said)


def _put(path: str, body: dict[str, Any], said: str) -> Any:
    where = f"/programmes/{programme()}{path}"
    return _finish(lambda: tell("matching", where, body, method="PUT"), said)


@blueprint.post("/programme/forms")
@allowed("coordinator")
def forms() -> Any:
    chosen = [
        {
            "form": form,
            "variants": request.form.getlist(f"variants-{form}"),
            "reason": request.form.get(f"reason-{form}", "").strip(),
        }
        for form in request.form.getlist("forms")
        if form in FORMS
    ]
    missing = [word(FORMS, one["form"]) for one in chosen if not one["reason"]]
    if not chosen or missing:
        said = _("Say why you chose: %(forms)s.", forms=", ".join(missing))
        flash(said if missing else _("Choose at least one form."), "danger")
        return redirect(url_for("programme.show", year=school_year()))
    return _put("/forms", {"forms": chosen}, _("The forms are chosen."))


@blueprint.post("/programme/criteria")
@allowed("coordinator")
def criteria() -> Any:
    """Weights as typed; what makes no sense is told in words before anything is asked."""
    weights: dict[str, float] = {}
    for name in request.form.getlist("criteria"):
        weight = _number(request.form.get(f"weight-{name}", ""))
        if weight is None or not 0 <= weight <= _HEAVIEST:
            label = CRITERIA.get(name, (name,))[0]
            return _wrong(_("The weight of “%(name)s” is a number from 0 to 1000.", name=label))
        weights[name] = weight
    if sum(weights.values()) <= 0:
        return _wrong(_("At least one criterion has a weight above 0."))
    threshold = _number(request.form.get("threshold", "0") or "0")
    if threshold is None or not 0 <= threshold <= _HEAVIEST:
        return _wrong(_("The threshold is a number of points from 0 to 1000."))
    return _put("/criteria", {"weights": weights, "threshold": round(threshold)},
                _("The criteria are kept; the next proposal counts with them."))  # fmt: skip


def _number(text: str) -> float | None:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _wrong(said: str) -> Any:
    flash(said, "danger")
    return redirect(url_for("programme.show", year=school_year()))


@blueprint.post("/programme/people")
@allowed(*_LEADERS)
def people() -> Any:
    body = {role: request.form.get(role) or None for role in _LEADERS}
    return _put("/people", body, _("The people of the programme are named."))


@blueprint.post("/programme/launch")
@allowed("head")
def launch() -> Any:
    body = {
        "number": request.form.get("number", "").strip(),
        "date": iso_day(request.form.get("date", "")),
    }
    return _finish(
        lambda: tell("matching", f"/programmes/{programme()}/launch", body),
        _("The programme is launched; its forms are fixed now."),
    )


@blueprint.get("/alternatives/<mentee>")
@allowed("coordinator")
def alternatives(mentee: str) -> Any:
    """Who else could take a mentee whose pair lost its place."""
    try:
        rows = ask("matching", f"/programmes/{programme()}/alternatives", mentee=mentee)["items"]
    except NotFound:
        raise
    except DomainError as error:
        flash(sentence(error), "danger")
        rows = []
    known = names([mentee, *(row["mentor"] for row in rows)], "alternatives")
    return render_template("alternatives.html", mentee=mentee, rows=rows, names=known,
                           instead_of=request.args.get("instead_of", ""))  # fmt: skip


@blueprint.post("/alternatives/<mentee>")
@allowed("coordinator")
def offer(mentee: str) -> Any:
    instead_of = request.form.get("instead_of") or None
    body = {"mentee": mentee, "mentor": request.form.get("mentor", ""), "instead_of": instead_of}
    here = url_for("programme.alternatives", mentee=mentee, instead_of=instead_of)
    try:
        made = tell("matching", f"/programmes/{programme()}/pairs", body)
    except DomainError as error:
        said = sentence(error)
        if error.code == "no_place":
            said = _("Somebody has just taken this place. Here is who is next.")
        flash(said, "danger")
        return redirect(here)
    flash(_("The pair is proposed to both."), "success")
    return redirect(url_for("pair.show", pairing=made["id"]))
