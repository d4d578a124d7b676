"""Preliminary requests by class, theme and form, and where mentors for them may be sought."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway import stage1_words
from gateway.context import allowed, ask, every, finish, school_year, tell
from gateway.pages.coverage import elsewhere

blueprint = Blueprint("requests", __name__)
blueprint.context_processor(stage1_words.for_templates)
_STAFF: Final = ("coordinator", "head", "psychologist", "social_worker", "teacher")
_OF_ADULTS: Final = ("teacher_teacher", "employer_student")


@blueprint.get("/preliminary-requests")
@allowed(*_STAFF)
def show() -> Any:
    year = school_year()
    rows = every("participants", "/preliminary-requests", year=year)
    rows.sort(key=lambda row: (row["grade"], row["form"], row["theme"]))
    found = ask("participants", "/preliminary-requests/supply", year=year)
    return render_template(
        "preliminary.html", rows=rows, found=found, year=year, elsewhere=elsewhere,
        grades={"": _("no class (adults)"), **{str(n): str(n) for n in range(1, 12)}},
    )  # fmt: skip


@blueprint.post("/preliminary-requests")
@allowed("coordinator", "psychologist", "social_worker", "teacher")
def count() -> Any:
    given, year = request.form, school_year()
    form = given.get("form", "")
    grade = 0 if form in _OF_ADULTS else given.get("grade", 0, type=int)
    body = {
        "year": year, "form": form, "theme": given.get("theme", ""), "grade": grade,
        "count": given.get("count", 0, type=int),
    }  # fmt: skip
    return finish(
        "participants",
        lambda: tell("participants", "/preliminary-requests", body, method="PUT"),
        url_for("requests.show", year=year), _("The number is kept."),
    )  # fmt: skip
