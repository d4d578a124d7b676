"""Municipal rounds: the municipality opens and starts them, a school joins and gets its own result."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, every, finish, names, organisation_names, tell
from gateway.round_words import round_words
from gateway.words import iso_day

blueprint = Blueprint("rounds", __name__)
blueprint.context_processor(round_words)
_LINES = 200


# The municipality


@blueprint.get("/rounds")
@allowed("municipal_admin")
def council() -> Any:
    after = request.args.get("after")
    found = ask("matching", "/rounds", **({"after": after} if after else {}))
    return render_template("rounds.html", found=found)


@blueprint.post("/rounds")
@allowed("municipal_admin")
def open_round() -> Any:
    year, closes = (request.form.get(name, "").strip() for name in ("year", "closes"))
    body = {"year": year, "closes": iso_day(closes)}
    return finish("matching", lambda: tell("matching", "/rounds", body),
                  url_for("rounds.council"), _("The municipal round is open."))  # fmt: skip


@blueprint.get("/rounds/<round>")
@allowed("municipal_admin")
def one(round: str) -> Any:
    """Counts only; renews itself while it is computed, where scripts run."""
    found = ask("matching", f"/rounds/{round}")
    schools = organisation_names(line["school"] for line in found["schools"])
    return render_template("round.html", round=found, schools=schools)


@blueprint.post("/rounds/<round>/<any('start', 'stop', 'call-off'):what>")
@allowed("municipal_admin")
def move(round: str, what: str) -> Any:
    said = {
        "start": _("The round is being computed."),
        "stop": _("The computation is stopped."),
        "call-off": _("The round is called off."),
    }
    return finish("matching", lambda: tell("matching", f"/rounds/{round}/{what}", {}),
                  url_for("rounds.one", round=round), said[what])  # fmt: skip


# The school


@blueprint.get("/round")
@allowed("coordinator", "head")
def own() -> Any:
    """The rounds that the municipality called, with the own part of each."""
    after = request.args.get("after")
    found = ask("matching", "/round-calls", **({"after": after} if after else {}))
    programmes = {one["year"]: one["forms"] for one in every("matching", "/programmes")}
    return render_template("round_own.html", found=found, programmes=programmes, board=_board)


@blueprint.post("/round/<round>/join")
@allowed("coordinator")
def join(round: str) -> Any:
    body = {"forms": request.form.getlist("forms")}
    return finish("matching", lambda: tell("matching", f"/round-calls/{round}/join", body),
                  url_for("rounds.own"), _("The school takes part in the round."))  # fmt: skip


@blueprint.post("/round/<round>/leave")
@allowed("coordinator")
def leave(round: str) -> Any:
    return finish("matching", lambda: tell("matching", f"/round-calls/{round}/leave", {}),
                  url_for("rounds.own"), _("The school has left the round."))  # fmt: skip


@blueprint.get("/round/<round>/pairs")
@allowed("coordinator", "head")
def pairs(round: str) -> Any:
    """What the school got: its own mentees, and the mentors proposed for them."""
    found = ask("matching", f"/round-calls/{round}")
    if found["share"] is None:
        abort(404)
    run = ask("matching", f"/proposals/{found['share']['run']}")
    lines = sorted(run["lines"], key=lambda line: (line["mentor"], line["mentee"]))[:_LINES]
    left = [one["mentee"] for one in run["unmatched"]][:_LINES]
    people = [p for line in lines for p in (line["mentor"], line["mentee"])] + left
    known = names(people, "round")
    return render_template("round_pairs.html", round=found, run=run, lines=lines, left=left,
                           names=known, board=_board(run["id"]))  # fmt: skip


def _board(run: str) -> str | None:
    """Where the proposal is changed and adopted, if this gateway has such a page."""
    return url_for("board.show", run=run) if "board.show" in current_app.view_functions else None
