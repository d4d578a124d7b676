"""What a mentor sees of their own selection: the interview's time, and how to change it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from gateway import selection_words
from gateway.context import allowed, ask, finish, school_year, signed_in, tell
from gateway.downloads import passed_on

blueprint = Blueprint("preparation", __name__)
blueprint.context_processor(selection_words.for_templates)


@blueprint.get("/preparation")
@allowed("mentor")
def own() -> Any:
    year = school_year()
    after = request.args.get("after")
    paging = {"limit": 30, **({"after": after} if after else {})}
    mine = ask("participants", "/interviews/own", year=year)["items"]
    found = ask("participants", "/interviews/slots", year=year, **paging)
    courses = ask("participants", "/trainings/own")["items"]
    return render_template("preparation.html", interview=mine[0] if mine else None, found=found,
                           courses=courses, person=signed_in().scope().person)  # fmt: skip


@blueprint.post("/preparation/times/<slot>/book")
@allowed("mentor")
def book(slot: str) -> Any:
    body = {"move": request.form.get("move") == "yes"}
    return finish(
        "participants", lambda: tell("participants", f"/interviews/slots/{slot}/book", body),
        url_for("preparation.own", year=school_year()), _("The interview is booked."),
    )  # fmt: skip


@blueprint.post("/preparation/interview/<interview>/cancel")
@allowed("mentor")
def cancel(interview: str) -> Any:
    return finish(
        "participants", lambda: tell("participants", f"/interviews/{interview}/cancel", {}),
        url_for("preparation.own", year=school_year()), _("The interview is called off."),
    )  # fmt: skip


@blueprint.get("/preparation/interview/<interview>.ics")
@allowed("mentor")
def calendar(interview: str) -> Response:
    language = str(get_locale() or "ru")
    return passed_on("participants", f"/interviews/{interview}/calendar", language=language)


@blueprint.post("/preparation/trainings/<training>/showing")
@allowed("mentor")
def showing(training: str) -> Any:
    """What the public check page may tell of one's certificate."""
    body = {name: request.form.get(name) == "yes" for name in ("course", "date")}
    return finish(
        "participants", lambda: tell("participants", f"/trainings/{training}/showing", body),
        url_for("preparation.own", year=school_year()), _("Your choice is kept."),
    )  # fmt: skip
