"""The year as one ZIP file: asked for, watched, cancelled, downloaded while its day lasts."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from gateway import document_words
from gateway.context import allowed, ask, finish, school_year, tell
from gateway.downloads import passed_on

blueprint = Blueprint("archives", __name__)
blueprint.context_processor(document_words.for_templates)
_LEADERS: Final = ("coordinator", "head")


@blueprint.get("/archives")
@allowed(*_LEADERS)
def listing() -> Any:
    items = ask("reporting", "/archives", year=school_year())["items"]
    return render_template("archives.html", items=items)


@blueprint.get("/archives/progress")
@allowed(*_LEADERS)
def progress() -> Any:
    """The list alone, for a page that renews itself while something is being made."""
    items = ask("reporting", "/archives", year=school_year())["items"]
    return render_template("archives_list.html", items=items)


@blueprint.post("/archives")
@allowed(*_LEADERS)
def make() -> Any:
    return finish(
        "reporting", lambda: tell("reporting", "/archives", {"year": school_year()}), _back(),
        _("The archive is being made."),
    )  # fmt: skip


@blueprint.post("/archives/<archive>/cancel")
@allowed(*_LEADERS)
def cancel(archive: str) -> Any:
    return finish(
        "reporting", lambda: tell("reporting", f"/archives/{archive}/cancel", {}), _back(),
        _("The archive is cancelled."),
    )  # fmt: skip


@blueprint.get("/archives/<archive>/file.zip")
@allowed(*_LEADERS)
def file(archive: str) -> Any:
    return passed_on("reporting", f"/archives/{archive}/file")


def _back() -> str:
    return url_for("archives.listing", year=school_year())
