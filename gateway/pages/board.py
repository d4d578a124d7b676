"""The board of one draft: mentors with their mentees, who has none, and the price of a change before
it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from gateway import words
from gateway.board_view import VIEWS, Asked, shown
from gateway.board_words import board_words
from gateway.context import allowed, ask, every, names, school_year, tell
from gateway.numbers import number_in
from gateway.pages.proposals import LEADERS
from shared.domain.errors import DomainError

blueprint = Blueprint("board", __name__)
blueprint.context_processor(board_words)
ASKED: Final = ("mentor", "instead_of", "swap_with")
"""What tells one change of a mentee from another."""


@blueprint.get("/matching/<run>")
@allowed(*LEADERS)
def show(run: str) -> Any:
    found = ask("matching", f"/proposals/{run}")
    if found["status"] in ("queued", "cancelled", "failed"):
        about = names((found["failure"] or {}).get("people", []), "proposal")
        return render_template("proposal_run.html", run=found, names=about)
    known = names(_people(found), "proposal")
    left = sorted(found["unmatched"], key=lambda one: (known.get(one["mentee"], ""), one["mentee"]))
    adopted = found["status"] == "adopted"
    return render_template(
        "board.html", run=found, names=known, VIEWS=VIEWS,
        board=shown(mentors_of(found, known), left, known, Asked.of(request.args)),
        blocking=_blocking(found), others=_other_drafts(found),
        answers=_answers(found) if adopted else None,
    )  # fmt: skip


def _answers(run: Mapping[str, Any]) -> Counter[str]:
    """How many of the adopted pairs are proposed, agreed and so on by now."""
    pairs = every("matching", "/pairs", programme=run["programme"])
    return Counter(pair["status"] for pair in pairs if pair["run"] == run["id"])


@blueprint.get("/matching/<run>/progress")
@allowed(*LEADERS)
def progress(run: str) -> Any:
    """Renews itself where scripts run; once it is computed the page is loaded anew."""
    found = ask("matching", f"/proposals/{run}")
    if found["status"] != "queued":
        return Response("", headers={"HX-Refresh": "true"})
    return render_template("proposal_progress.html", run=found)


def _people(run: Mapping[str, Any]) -> list[str]:
    lines, left = run.get("lines", []), run.get("unmatched", [])
    people = [line[side] for line in lines for side in ("mentor", "mentee")]
    people += [one["mentee"] for one in left] + list(run.get("places", {}))
    people += [ban[side] for ban in run["bans"] for side in ("mentor", "mentee")]
    return people + [one["was"] for one in (*lines, *left) if one.get("was")]


def mentors_of(run: Mapping[str, Any], known: Mapping[str, str]) -> list[dict[str, Any]]:
    """By name: places, and the mentees in them."""
    held: dict[str, list[Any]] = {id: [] for id, places in run["places"].items() if places > 0}
    for line in run["lines"]:
        held.setdefault(line["mentor"], []).append(line)
    rows = [
        {"id": id, "name": known.get(id, "—"), "places": run["places"].get(id, 0), "lines": lines}
        for id, lines in held.items()
    ]
    return sorted(rows, key=lambda row: (row["name"], row["id"]))


def _blocking(run: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(mentor, mentee) who would rather have each other, as it was computed."""
    everybody = (*run["lines"], *run["unmatched"])
    return [(mentor, one["mentee"]) for one in everybody for mentor in one.get("rather", ())]


def _other_drafts(run: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = every("matching", "/proposals", programme=run["programme"], status="draft")
    return [one for one in found if one["id"] != run["id"]]


@blueprint.get("/matching/<run>/mentees/<mentee>")
@allowed("coordinator")
def mentee(run: str, mentee: str) -> Any:
    """One mentee: reasons, other mentors, and the price of the change that is asked about. Until
    the draft is computed the page waits for it."""
    found = ask("matching", f"/proposals/{run}")
    if found["status"] in ("queued", "cancelled", "failed"):
        about = names((found["failure"] or {}).get("people", []), "proposal")
        return render_template("proposal_run.html", run=found, names=about)
    wish = {name: request.args[name] for name in ASKED if request.args.get(name)}
    asked = bool(wish) or "apart" in request.args or "ban" in request.args
    price = ask("matching", f"/proposals/{run}/price", mentee=mentee, **wish) if asked else None
    question = request.args.get("question")
    whole = ask("matching", f"/proposals/{run}/questions/{question}") if question else None
    return _one(found, mentee, wish=wish, price=price, whole=whole)


def _one(run: Mapping[str, Any], mentee: str, **more: Any) -> Any:
    """``seen`` is the version of the board that the reader has before them: a change is made on
    it, so that whatever others did since is shown first."""
    line = next((one for one in run["lines"] if one["mentee"] == mentee), None)
    left = next((one for one in run["unmatched"] if one["mentee"] == mentee), None)
    price, whole = more["price"] or {}, more["whole"] or {}
    moves = (*price.get("moves", ()), *whole.get("moves", ()))
    moved = [move[side] for move in moves for side in ("mentee", "before", "after")]
    known = names([mentee, *_people(run), *moved], "proposal")
    swaps = {
        one["mentee"]: known.get(one["mentee"], "—")
        for one in run["lines"]
        if line and one["mentor"] != line["mentor"] and not one["locked"]
    }
    seen = number_in(request.args.get("seen", ""))
    return render_template(
        "board_mentee.html", run=run, mentee=mentee, line=line, left=left, names=known,
        mentors=mentors_of(run, known), swaps=_by_name(swaps), ban="ban" in request.args,
        seen=run["version"] if seen is None else seen,
        back=Asked.of(request.args).kept(), **more,
    )  # fmt: skip


def _by_name(people: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(people.items(), key=lambda item: item[1]))


@blueprint.post("/matching/<run>/mentees/<mentee>/ask")
@allowed("coordinator")
def ask_whole(run: str, mentee: str) -> Any:
    """The price for the whole is computed by the worker; the page then waits for it."""
    mentor = request.form.get("mentor") or None
    wish: dict[str, Any] = {"mentor": mentor} if mentor else {"apart": "1"}
    kept = {"seen": request.form.get("version"), **Asked.of(request.form).kept()}
    back = url_for("board.mentee", run=run, mentee=mentee, year=school_year(), **kept, **wish)
    try:
        asked = tell(
            "matching", f"/proposals/{run}/questions", {"mentee": mentee, "mentor": mentor}
        )
    except DomainError as error:
        flash(words.sentence(error), "danger")
        return redirect(back)
    return redirect(f"{back}&question={asked['question']}")
