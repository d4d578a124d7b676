"""Feedback between the meetings: one's own answer, and for the coordinator dates and links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from gateway import feedback_words, linked, meeting_words
from gateway.context import (
    allowed,
    ask,
    every,
    finish,
    gateway,
    names,
    school_year,
    signed_in,
    tell,
)
from gateway.feedback_words import SIDES
from gateway.keeping import draft, keeping_draft
from gateway.words import sentence
from gateway.working import pair_of
from shared.domain.errors import DomainError
from shared.domain.ids import derived_id, new_id

blueprint = Blueprint("feedback", __name__)
blueprint.context_processor(feedback_words.for_templates)
blueprint.context_processor(meeting_words.for_templates)
SCORES: Final = ("usefulness", "comfort")
_AT_ONCE: Final = 100


def said(form: Mapping[str, str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a form says, and which scores it does not."""
    scores = {name: int(form[name]) for name in SCORES if form.get(name, "") in tuple("12345")}
    body = {
        **scores,
        "help": form.get("help") == "yes",
        "text": form.get("text", "").strip()[:2000],
    }
    return body, tuple(name for name in SCORES if name not in scores)


# One's own answer


@blueprint.get("/meetings/<pairing>/feedback")
@allowed("mentor", "mentee")
def form(pairing: str) -> Any:
    pair = pair_of(pairing)
    if pair.person is None:
        abort(404)
    return _form(pairing, _side(pair.row, pair.person), draft() or MultiDict())


def _side(row: dict[str, Any], person: str) -> str:
    return "mentor" if person == row["mentor"] else "mentee"


def _form(
    pairing: str, side: str, given: MultiDict[str, str], missing: tuple[str, ...] = (),
    status: int = 200,
) -> Any:  # fmt: skip
    to = url_for("feedback.form", pairing=pairing)
    page = render_template(
        "feedback_form.html", side=side, given=given, missing=missing, to=to, public=False
    )
    return page, status


@blueprint.post("/meetings/<pairing>/feedback")
@keeping_draft
@allowed("mentor", "mentee")
def answer(pairing: str) -> Any:
    pair = pair_of(pairing)
    if pair.person is None:
        abort(404)
    side = _side(pair.row, pair.person)
    body, missing = said(request.form)
    if missing:
        return _form(pairing, side, request.form, missing, 422)
    body |= {"side": side, "person": pair.person}
    return finish(
        "meetings", lambda: tell("meetings", f"/pairings/{pairing}/feedback/answers", body),
        url_for("meetings.one", pairing=pairing), _("Thank you, the answer is kept."),
        refused=lambda: _form(pairing, side, request.form, status=422),
    )  # fmt: skip


# The coordinator's dates and links


@blueprint.get("/feedback")
@allowed("coordinator")
def show() -> Any:
    year, after = school_year(), request.args.get("after")
    query = {"year": year, "limit": 50, **({"after": after} if after else {})}
    found = ask("meetings", "/feedback/links", **query)
    plan = ask("meetings", "/feedback/plan", year=year)
    open_ = every("meetings", "/pairings", year=year, status="open")
    today = str(ask("meetings", "/rules", year=year)["today"])
    called = names([row["person"] for row in found["items"]], "feedback links")
    return render_template(
        "feedback.html", found=found, plan=plan, names=called, year=year,
        states=_states(open_, today), due=[day for day in plan["dates"] if day <= today],
    )  # fmt: skip


def _states(pairs: list[dict[str, Any]], today: str) -> dict[str, int]:
    """How many pairs are asked now, and in how many of them somebody has answered this round."""
    told = {"pairs": len(pairs), "asked": 0, "answered": 0}
    for row in pairs:
        come = [day for day in row.get("feedback_dates", ()) if day <= today]
        if come:
            told["asked"] += 1
            given = row.get("feedback_given", ())
            told["answered"] += any(one["asked_on"] == max(come) for one in given)
    return told


@blueprint.post("/feedback/rhythm")
@allowed("coordinator")
def rhythm() -> Any:
    year = school_year()
    body = {"year": year, "weeks": request.form.get("weeks", 0, type=int)}
    return finish("meetings", lambda: tell("meetings", "/feedback/plan", body),
                  url_for("feedback.show", year=year), _("The rhythm is kept."))  # fmt: skip


@blueprint.post("/feedback/links")
@allowed("coordinator")
def make() -> Any:
    """The addresses are shown once, to be printed and handed out."""
    year = school_year()
    sides = [side for side in request.form.getlist("sides") if side in SIDES]
    pairs = [row["id"] for row in every("meetings", "/pairings", year=year, status="open")]
    if not sides or not pairs:
        flash(_("Choose whom to ask. Links are for pairs at work."), "danger")
        return redirect(url_for("feedback.show", year=year))
    days = request.form.get("days", 14, type=int)
    terms = {"sides": sides, "language": request.form.get("language", "ru"), "days": days}
    made: dict[str, list[dict[str, str]]] = {"links": [], "without": []}
    try:
        for start in range(0, len(pairs), _AT_ONCE):
            part = _some({**terms, "pairings": pairs[start : start + _AT_ONCE]}, start)
            made = {name: rows + part[name] for name, rows in made.items()}
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("feedback.show", year=year))
    called = names([row["person"] for row in (*made["links"], *made["without"])], "feedback links")
    slips = [
        {
            **row, "name": called.get(row["person"], "—"),
            **linked.slip("feedback_links.read", row["token"]),
        }
        for row in made["links"]
    ]  # fmt: skip
    without = [{**row, "name": called.get(row["person"], "—")} for row in made["without"]]
    return render_template(
        "feedback_links_made.html", year=year, days=days, without=without,
        slips=sorted(slips, key=lambda row: (row["side"], row["name"])),
    )  # fmt: skip


def _some(body: dict[str, Any], start: int) -> dict[str, Any]:
    """One command for each part, with a key of its own."""
    key = derived_id(request.form.get("key") or new_id(), "feedback links", str(start))
    client, scope = gateway().clients["meetings"], signed_in().scope()
    return dict(client.post("/v1/feedback/links", scope, body, key=key))


@blueprint.post("/feedback/links/revoke")
@allowed("coordinator")
def revoke() -> Any:
    body = {"link": request.form.get("link", "")}
    return finish("meetings", lambda: tell("meetings", "/feedback/links/revoke", body),
                  url_for("feedback.show", year=school_year()),
                  _("The link works no longer."))  # fmt: skip
