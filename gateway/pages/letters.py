"""Letters: what waits, what was sent, what was left out and why; and one's own choice."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway import gathering_words
from gateway.context import allowed, ask, finish, names, tell
from gateway.gathering_words import ABOUT_GATHERINGS, LETTER_STATES
from gateway.meeting_words import at_school

blueprint = Blueprint("letters", __name__)
blueprint.context_processor(gathering_words.for_templates)


@blueprint.get("/letters")
@allowed("coordinator", "head")
def listing() -> Any:
    state = request.args.get("state", "")
    state = state if state in LETTER_STATES else "waiting"
    after = request.args.get("after")
    found = ask(
        "meetings", "/letters", state=state, limit=50, **({"after": after} if after else {})
    )
    called = names((row["person"] for row in found["items"]), "letters")
    at = at_school(ask("meetings", "/rules")["zone"])
    return render_template("letters.html", found=found, state=state, names=called, at=at,
                           about=ABOUT_GATHERINGS)  # fmt: skip


@blueprint.post("/letters/<letter>/retry")
@allowed("coordinator", "head")
def retry(letter: str) -> Any:
    return finish("meetings", lambda: tell("meetings", f"/letters/{letter}/retry", {}),
                  url_for("letters.listing", state="dropped"), _("It is tried again."))  # fmt: skip


@blueprint.post("/letters/mine")
@allowed("mentor", "mentee")
def wish() -> Any:
    body = {"wish": request.form.get("wish", "")}
    return finish("meetings", lambda: tell("meetings", "/letters/wish", body),
                  url_for("calendar.show"), _("Your choice is kept."))  # fmt: skip
