"""7.5: stories of pairs, with the consents of everybody in them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway import public_words
from gateway.context import allowed, ask, every, finish, names, programme, school_year, tell
from gateway.keeping import draft, keeping_draft
from gateway.naming import without
from gateway.public_words import PARTS, refusal
from shared.domain.errors import DomainError

blueprint = Blueprint("cases", __name__)
blueprint.context_processor(public_words.for_templates)
PURPOSES = ("participation", "publication_case")
"""Needed for writing a case, and for telling it to the public."""
_TEXTS = (*PARTS, "quotes")


@blueprint.get("/cases")
@allowed("coordinator", "head")
def listing() -> Any:
    """Those of the year, and the pairs of which none is written yet."""
    rows = every("reporting", "/cases", year=school_year())
    pairs = {row["id"]: row for row in every("matching", "/pairs", programme=programme())}
    people = [p for row in rows for p in row["people"]]
    people += [p for row in pairs.values() for p in (row["mentor"], *row["mentees"])]
    return render_template("cases.html", rows=rows, pairs=pairs, names=names(people, "cases"))


@blueprint.get("/cases/new")
@allowed("coordinator")
def blank() -> Any:
    return _form(draft() or request.args)


@blueprint.post("/cases/new")
@keeping_draft
@allowed("coordinator")
def write() -> Any:
    """What is refused comes back with what was written."""
    given = request.form
    body = _story(given) | {"year": school_year(), "pairing": given.get("pairing", "")}
    try:
        done = tell("reporting", "/cases", body)
    except DomainError as error:
        flash(refusal(error), "danger")
        return _form(given, 422)
    flash(_("The story is kept as a draft."), "success")
    return redirect(url_for("cases.one", case=done["id"], c=f"reporting:{done['commit']}"))


@blueprint.get("/cases/<case>")
@allowed("coordinator", "head")
def one(case: str) -> Any:
    return _page(case)


def _page(case: str, values: Any = None, status: int = 200) -> Any:
    found = ask("reporting", f"/cases/{case}")
    people = found["people"]
    if values is None:
        values = {name: found.get(name, "") for name in _TEXTS}
    page = render_template(
        "case.html", case=found, names=names(people, "cases"), values=values,
        missing=without(PURPOSES, people),
        told=[row for row in every("reporting", "/publications", year=found["year"])
              if row["source"] == case],
    )  # fmt: skip
    return page, status


@blueprint.post("/cases/<case>")
@keeping_draft
@allowed("coordinator")
def rewrite(case: str) -> Any:
    try:
        done = tell("reporting", f"/cases/{case}", _story(request.form), method="PUT")
    except DomainError as error:
        flash(refusal(error), "danger")
        return _page(case, request.form, 422)
    flash(_("The story is kept as a draft."), "success")
    return redirect(url_for("cases.one", case=case, c=f"reporting:{done['commit']}"))


@blueprint.post("/cases/<case>/approve")
@allowed("head")
def approve(case: str) -> Any:
    return _turn(case, "approve", _("The story is approved."))


@blueprint.post("/cases/<case>/<any(reopen, withdraw):what>")
@allowed("coordinator")
def turn(case: str, what: str) -> Any:
    said = {
        "reopen": _("The story is a draft again; the public does not see it meanwhile."),
        "withdraw": _("The story is told no more."),
    }
    return _turn(case, what, said[what])


def _turn(case: str, what: str, said: str) -> Any:
    return finish("reporting", lambda: tell("reporting", f"/cases/{case}/{what}", {}),
                  url_for("cases.one", case=case), said)  # fmt: skip


def _story(given: Any) -> dict[str, Any]:
    texts = {name: given.get(name, "").strip() for name in _TEXTS}
    return texts | {"people": given.getlist("people")}


def _form(values: Any, status: int = 200) -> Any:
    """Only people of the chosen pair can be named."""
    rows = {row["id"]: row for row in every("matching", "/pairs", programme=programme())}
    pair = rows.get(values.get("pairing", ""))
    if pair is None:
        abort(404)
    people = [pair["mentor"], *pair["mentees"]]
    page = render_template(
        "case_form.html", pair=pair, people=people, values=values, names=names(people, "cases"),
        missing=without(PURPOSES, people),
    )  # fmt: skip
    return page, status
