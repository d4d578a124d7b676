"""The base of mentees, and the candidates of both roles."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from gateway import selection_words
from gateway.context import allowed, ask, finish, names, school_year, tell
from gateway.downloads import passed_on
from gateway.refusals import REFUSALS
from gateway.words import sentence
from shared.domain.errors import Invalid

blueprint = Blueprint("mentees", __name__)
blueprint.context_processor(selection_words.for_templates)
_FILTERS = ("q", "status", "theme", "form", "missing", "priority")


def _paging() -> dict[str, Any]:
    after = request.args.get("after")
    return {"year": school_year(), "limit": 50, **({"after": after} if after else {})}


def _filters() -> dict[str, str]:
    given = {name: request.args.get(name, "").strip()[:200] for name in _FILTERS}
    return {name: value for name, value in given.items() if value}


@blueprint.get("/mentees")
@allowed("coordinator", "head", "psychologist")
def base() -> Any:
    chosen = _filters()
    found = ask("participants", "/mentees/base", **_paging(), **chosen)
    clusters = ask("participants", "/mentees/clusters", year=school_year())
    return render_template("mentees.html", found=found, clusters=clusters, chosen=chosen)


@blueprint.get("/mentees/sheet")
@allowed("coordinator", "head")
def sheet() -> Response:
    """The filtered base as a workbook."""
    language = str(get_locale() or "ru")
    year = school_year()
    return passed_on("participants", "/mentees/sheet", year=year, language=language, **_filters())


@blueprint.post("/mentees/admit")
@allowed("coordinator")
def admit_many() -> Any:
    people = request.form.getlist("people")[:200]
    if not people:
        flash(_("Tick at least one person."), "danger")
        return redirect(url_for("mentees.base"))
    done = tell("participants", "/mentees/admit", {"year": school_year(), "people": people})
    return _outcomes(done, people, _("What came of the admission"), selection_words.OUTCOMES)


def _outcomes(done: dict[str, Any], people: list[str], title: str, words: Any) -> Any:
    return render_template(
        "mentees_admitted.html", rows=done["items"], names=names(people, "mentee decisions"),
        refusals=REFUSALS, commit=done["commit"], title=title, outcomes=words,
    )  # fmt: skip


@blueprint.post("/mentees/return")
@allowed("coordinator")
def return_many() -> Any:
    """The same reason and the same note for all who are ticked."""
    people = request.form.getlist("people")[:200]
    if not people:
        flash(_("Tick at least one person."), "danger")
        return redirect(url_for("mentees.base"))
    try:
        done = tell("participants", "/mentees/return", {**_return(), "people": people})
    except Invalid as error:
        flash(sentence(error), "danger")
        return redirect(url_for("mentees.base"))
    return _outcomes(done, people, _("What came of the return"), selection_words.RETURN_OUTCOMES)


def _return() -> dict[str, str]:
    form = request.form
    note = form.get("note", "").strip().replace("\r\n", "\n")
    return {"year": school_year(), "reason": form.get("reason", ""), "note": note}


@blueprint.post("/mentees/<person>/return")
@allowed("coordinator")
def give_back(person: str) -> Any:
    body = _return()
    return finish("participants", lambda: tell("participants", f"/mentees/{person}/return", body),
                  url_for("mentees.base", year=school_year()), _("The request is returned."))  # fmt: skip


@blueprint.post("/mentees/<person>/priority")
@allowed("coordinator")
def priority(person: str) -> Any:
    """An empty choice leaves it to the rules again."""
    body = {"year": school_year(), "priority": request.form.get("priority") or None,
            "note": request.form.get("note", "")}  # fmt: skip
    return finish("participants", lambda: tell("participants", f"/mentees/{person}/priority", body),
                  url_for("mentees.base", year=school_year()), _("The priority is set."))  # fmt: skip


@blueprint.get("/candidates")
@allowed("coordinator", "head", "psychologist", "social_worker", "teacher", "company_coordinator")
def candidates() -> Any:
    role = "mentor" if request.args.get("role") == "mentor" else "mentee"
    found = ask("participants", "/candidates", role=role, **_paging())
    return render_template("candidates.html", found=found, role=role)


@blueprint.post("/mentees/<person>/admit")
@allowed("coordinator")
def admit(person: str) -> Any:
    body = {"year": school_year()}
    return finish("participants", lambda: tell("participants", f"/mentees/{person}/admit", body),
                  url_for("mentees.candidates"), _("The mentee is in the base."))  # fmt: skip
