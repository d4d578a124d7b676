"""7.2: mentors by open criteria, and beside them what the jury decided."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway import figures_words
from gateway.context import allowed, ask, every, finish, gateway, names, school_year, tell

blueprint = Blueprint("best_mentors", __name__)
blueprint.context_processor(figures_words.for_templates)


@blueprint.get("/best-mentors")
@allowed("coordinator", "head")
def show() -> Any:
    year = school_year()
    found = ask("reporting", "/awards/ranking", year=year)
    awards = every("reporting", "/awards", year=year)
    people = [row["mentor"] for row in (*found["items"], *awards)]
    return render_template(
        "best_mentors.html", found=found, awards=awards, names=names(people, "ranking")
    )


@blueprint.post("/best-mentors/nominate")
@allowed("coordinator", "head")
def nominate() -> Any:
    body = {"year": school_year()}
    body |= {name: request.form.get(name, "").strip() for name in ("mentor", "title", "reason")}
    return _done(lambda: tell("reporting", "/awards", body), _("The mentor is nominated."))


@blueprint.post("/best-mentors/<award>/decide")
@allowed("coordinator", "head")
def decide(award: str) -> Any:
    body = {
        "chosen": request.form.get("chosen") == "yes",
        "protocol": request.form.get("protocol", "").strip(),
    }
    return _done(lambda: tell("reporting", f"/awards/{award}/decide", body),
                 _("The jury’s decision is kept."))  # fmt: skip


@blueprint.post("/best-mentors/<award>/<any(give, revoke):what>")
@allowed("coordinator", "head")
def turn(award: str, what: str) -> Any:
    body = {"on": gateway().clock.today().isoformat()} if what == "give" else {}
    said = _("The award is given.") if what == "give" else _("The award is taken back.")
    return _done(lambda: tell("reporting", f"/awards/{award}/{what}", body), said)


def _done(work: Any, said: str) -> Any:
    return finish("reporting", work, url_for("best_mentors.show", year=school_year()), said)
