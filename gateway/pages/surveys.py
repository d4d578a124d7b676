"""6.8: surveys of every role: opened, filled in, closed, and what came of them."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from gateway import figures_words
from gateway.context import allowed, ask, every, finish, school_year, signed_in, tell
from gateway.figures_words import SCALES, SURVEY_ROLES, num
from gateway.numbers import number_in
from gateway.words import iso_day, word
from shared.charts.bars import Bar, bars, columns
from shared.charts.svg import Drawing
from shared.domain.errors import DomainError

blueprint = Blueprint("surveys", __name__)
blueprint.context_processor(figures_words.for_templates)
_STAFF: Final = ("coordinator", "head", "psychologist", "social_worker", "teacher")
_ALL: Final = (*_STAFF, "mentor", "mentee", "guardian")
_ANSWERS: Final = {
    "mentee": {"mentee"},
    "mentor": {"mentor"},
    "guardian": {"guardian"},
    "teacher": {"teacher", "psychologist", "social_worker", "coordinator"},
    "head": {"head"},
    "partner": set(),
}


@blueprint.get("/surveys")
@allowed(*_ALL)
def listing() -> Any:
    rows = every("reporting", "/surveys", year=school_year())
    rows.sort(key=lambda row: list(SURVEY_ROLES).index(row["role"]))
    for row in rows:
        row["mine"] = bool(signed_in().roles & _ANSWERS[row["role"]])
    asked = {row["role"] for row in rows}
    left = {role: text for role, text in SURVEY_ROLES.items() if role not in asked}
    return render_template("surveys.html", rows=rows, left=left)


@blueprint.post("/surveys")
@allowed("coordinator")
def begin() -> Any:
    body = {
        "year": school_year(),
        "role": request.form.get("role", ""),
        "closes": iso_day(request.form.get("closes", "")),
    }
    to = url_for("surveys.listing", year=school_year())
    return finish("reporting", lambda: tell("reporting", "/surveys", body), to,
                  _("The survey is open."))  # fmt: skip


@blueprint.get("/surveys/<survey>")
@allowed(*_ALL)
def show(survey: str) -> Any:
    found = ask("reporting", f"/surveys/{survey}")
    texts: list[dict[str, Any]] | None = None
    if "coordinator" in signed_in().roles and found["results"]:
        texts = _texts(survey)
    statements = ask("reporting", "/surveys/statements")["items"] if found["results"] else []
    return render_template("survey.html", one=found, charts=_charts(found), texts=texts,
                           statements=statements)  # fmt: skip


def _texts(survey: str) -> list[dict[str, Any]] | None:
    try:
        return list(ask("reporting", f"/surveys/{survey}/texts")["items"])
    except DomainError:
        return None


@blueprint.get("/surveys/<survey>/answer")
@allowed(*_ALL)
def form(survey: str) -> Any:
    found = ask("reporting", f"/surveys/{survey}")
    paper = _on_paper(found)
    statements = ask("reporting", "/surveys/statements")["items"]
    return render_template(
        "survey_form.html", one=found, statements=statements, paper=paper, given={}, missing=()
    )


def _on_paper(found: dict[str, Any]) -> bool:
    """A coordinator enters forms of others; anybody else answers for themselves."""
    mine = bool(signed_in().roles & _ANSWERS[found["role"]])
    if "coordinator" not in signed_in().roles and not mine:
        abort(404)
    return not mine


@blueprint.post("/surveys/<survey>/answer")
@allowed(*_ALL)
def answer(survey: str) -> Any:
    found = ask("reporting", f"/surveys/{survey}")
    paper, given = _on_paper(found), request.form
    scales = {name: mark for name in SCALES if (mark := number_in(given.get(name, ""))) is not None}
    missing = [name for name in SCALES if name not in scales]
    if paper and not given.get("person", "").strip():
        missing.append("person")
    if missing:
        statements = ask("reporting", "/surveys/statements")["items"]
        page = render_template("survey_form.html", one=found, statements=statements, paper=paper,
                               given=given, missing=missing)  # fmt: skip
        return page, 422
    body: dict[str, Any] = {"scales": scales, "statements": given.getlist("statements")}
    if given.get("text", "").strip():
        body["text"] = given["text"].strip()
    if paper:
        body["person"] = given["person"].strip()
    return finish(
        "reporting", lambda: tell("reporting", f"/surveys/{survey}/answers", body),
        url_for("surveys.listing", year=found["year"]), _("Thank you, the answer is kept."),
    )  # fmt: skip


@blueprint.post("/surveys/<survey>/<any(close, withdraw):what>")
@allowed(*_ALL)
def turn(survey: str, what: str) -> Any:
    if what == "close" and "coordinator" not in signed_in().roles:
        abort(404)
    path = f"/surveys/{survey}/" + ("close" if what == "close" else "answers/withdraw")
    said = _("The survey is closed.") if what == "close" else _("Your answer is taken back.")
    return finish("reporting", lambda: tell("reporting", path, {}),
                  url_for("surveys.listing", year=school_year()), said)  # fmt: skip


def _charts(found: dict[str, Any]) -> dict[str, Markup]:
    """The means of all scales, and how often each answer was given."""
    results = found["results"]
    if not results:
        return {}
    means = {**results["means"], "recommend": results["recommend"]}
    rows = [Bar(word(SCALES, name), means[name], num(means[name], 1)) for name in SCALES]
    about = "; ".join(f"{row.label} {row.shown}" for row in rows)
    made = {"means": Markup(bars(Drawing("means", _("Means of the answers"), about), rows, 10))}
    for name, counts in (results.get("distributions") or {}).items():
        low = 0 if name == "recommend" else 1
        pairs = [(str(low + place), count) for place, count in enumerate(counts)]
        told = ", ".join(f"{value}: {count}" for value, count in pairs)
        made[name] = Markup(columns(Drawing(f"d-{name}", word(SCALES, name), told), pairs))
    return made
