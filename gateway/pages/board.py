"""The board of one draft: mentors with their mentees, who has none, and every change with its price
before it is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from gateway import words
from gateway.board_words import board_words
from gateway.context import allowed, ask, every, finish, gateway, school_year, signed_in, tell
from gateway.pages.proposals import LEADERS, names_of
from shared.domain.errors import Conflict, DomainError, NotFound, Refused
from shared.domain.ids import derived_id, new_id

blueprint = Blueprint("board", __name__)
blueprint.context_processor(board_words)
_CHANGES: Final = ("move", "swap", "ban", "lock", "unlock")
_ASKED: Final = ("mentor", "instead_of", "swap_with")


@blueprint.get("/matching/<run>")
@allowed(*LEADERS)
def show(run: str) -> Any:
    found = ask("matching", f"/proposals/{run}")
    if found["status"] in ("queued", "cancelled", "failed"):
        about = names_of((found["failure"] or {}).get("people", []), "proposal")
        return render_template("proposal_run.html", run=found, names=about)
    known = names_of(_people(found), "proposal")
    orders = every("matching", "/orders", programme=found["programme"], status="draft")
    return render_template(
        "board.html", run=found, names=known, mentors=_mentors(found, known),
        left=sorted(found["unmatched"], key=lambda one: known.get(one["mentee"], "")),
        blocking=_blocking(found), orders=orders, others=_other_drafts(found),
    )  # fmt: skip


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


def _mentors(run: Mapping[str, Any], known: Mapping[str, str]) -> list[dict[str, Any]]:
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


@blueprint.post("/matching/<run>/mode")
@allowed("coordinator")
def choose(run: str) -> Any:
    body = {"mode": request.form.get("mode", "")}
    return finish("matching", lambda: tell("matching", f"/proposals/{run}/mode", body),
                  _board(run), _("The draft goes on with these pairs."))  # fmt: skip


@blueprint.post("/matching/<run>/adopt")
@allowed("coordinator")
def adopt(run: str) -> Any:
    try:
        done = tell("matching", f"/proposals/{run}/adopt", {})
    except DomainError as error:
        flash(words.sentence(error), "danger")
        return redirect(_board(run))
    flash(_("The pairs are proposed to their people: %(count)s.", count=len(done["pairings"])),
          "success")  # fmt: skip
    known = names_of([line["mentor"] for line in done["refused"]], "proposal")
    for line in done["refused"]:
        name, why = known.get(line["mentor"], "—"), board_words()["rule_words"]([line["reason"]])
        flash(_("Not with %(name)s: %(why)s.", name=name, why=why), "warning")
    return redirect(_board(run, c=f"matching:{done['commit']}"))


@blueprint.get("/matching/<run>/mentees/<mentee>")
@allowed("coordinator")
def mentee(run: str, mentee: str) -> Any:
    """One mentee: reasons, other mentors, and the price of the change that is asked about."""
    found = ask("matching", f"/proposals/{run}")
    wish = {name: request.args[name] for name in _ASKED if request.args.get(name)}
    asked = bool(wish) or "apart" in request.args or "ban" in request.args
    price = ask("matching", f"/proposals/{run}/price", mentee=mentee, **wish) if asked else None
    question = request.args.get("question")
    whole = ask("matching", f"/proposals/{run}/questions/{question}") if question else None
    return _one(found, mentee, wish=wish, price=price, whole=whole)


def _one(run: Mapping[str, Any], mentee: str, **more: Any) -> Any:
    line = next((one for one in run["lines"] if one["mentee"] == mentee), None)
    left = next((one for one in run["unmatched"] if one["mentee"] == mentee), None)
    price, whole = more["price"] or {}, more["whole"] or {}
    moves = (*price.get("moves", ()), *whole.get("moves", ()))
    moved = [move[side] for move in moves for side in ("mentee", "before", "after")]
    known = names_of([mentee, *_people(run), *moved], "proposal")
    swaps = {
        one["mentee"]: known.get(one["mentee"], "—")
        for one in run["lines"]
        if line and one["mentor"] != line["mentor"] and not one["locked"]
    }
    return render_template(
        "board_mentee.html", run=run, mentee=mentee, line=line, left=left, names=known,
        mentors=_mentors(run, known), swaps=_by_name(swaps), ban="ban" in request.args, **more,
    )  # fmt: skip


def _by_name(people: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(people.items(), key=lambda item: item[1]))


@blueprint.post("/matching/<run>/mentees/<mentee>/ask")
@allowed("coordinator")
def ask_whole(run: str, mentee: str) -> Any:
    """The price for the whole is computed by the worker; the page then waits for it."""
    mentor = request.form.get("mentor") or None
    wish: dict[str, Any] = {"mentor": mentor} if mentor else {"apart": "1"}
    back = url_for("board.mentee", run=run, mentee=mentee, year=school_year(), **wish)
    try:
        asked = tell(
            "matching", f"/proposals/{run}/questions", {"mentee": mentee, "mentor": mentor}
        )
    except DomainError as error:
        flash(words.sentence(error), "danger")
        return redirect(back)
    return redirect(f"{back}&question={asked['question']}")


@blueprint.post("/matching/<run>/mentees/<mentee>/change")
@allowed("coordinator")
def change(run: str, mentee: str) -> Any:
    """A change made on the version that the reader saw; whoever was faster is shown as a
    difference, and nothing is lost."""
    what = request.form.get("what", "")
    if what not in _CHANGES:
        flash(_("The request could not be understood."), "danger")
        return redirect(_board(run))
    try:
        done = _changed(run, mentee, what)
    except Conflict:
        return _conflict(run, mentee, what)
    except DomainError as error:
        flash(_refusal(error), "danger")
        return redirect(_board(run))
    flash(_("The change is made."), "success")
    return redirect(_board(run, c=f"matching:{done['commit']}", _anchor=f"p-{mentee}"))


def _refusal(error: DomainError) -> str:
    rules = board_words()["RULES"]
    return str(rules[error.code]) if error.code in rules else words.sentence(error)


def _changed(run: str, mentee: str, what: str) -> Any:
    form = request.form
    mentor = form.get("mentor") or None
    bodies: dict[str, tuple[str, dict[str, Any]]] = {
        "move": ("moves", {"mentee": mentee, "mentor": mentor,
                           "instead_of": form.get("instead_of") or None}),
        "swap": ("swaps", {"first": mentee, "second": form.get("swap_with", "")}),
        "ban": ("bans", {"mentor": mentor or "", "mentee": mentee}),
        "lock": ("locks", {"mentee": mentee, "locked": True}),
        "unlock": ("locks", {"mentee": mentee, "locked": False}),
    }  # fmt: skip
    route, body = bodies[what]
    path = f"/v1/proposals/{run}/{route}"
    version = form.get("version", "")
    headers = {"If-Match": f'"{version}"'} if version.isdigit() else {}
    key = derived_id(form.get("key") or new_id(), path, version)
    client = gateway().clients["matching"]
    return client.request(
        "POST", path, signed_in().scope(), json=body, key=key, headers=headers
    ).json()


def _conflict(run: str, mentee: str, what: str) -> Any:
    """What the other changed since, this change and its price now: do it again, or let it be."""
    form = request.form
    wish = {name: form[name] for name in _ASKED if form.get(name)}
    seen = form.get("version", "")
    since = ask("matching", f"/proposals/{run}/changes", since=seen if seen.isdigit() else 0)
    price, refused = None, ""
    if what in ("move", "swap"):
        try:
            price = ask("matching", f"/proposals/{run}/price", mentee=mentee, **wish)
        except (NotFound, Refused) as error:
            refused = _refusal(error)
    people = [mentee, *wish.values()]
    people += [one[side] for one in since["changes"] for side in ("mentee", "mentor")]
    people += [m[s] for m in (price or {}).get("moves", ()) for s in ("mentee", "before", "after")]
    authors = _authors({one["actor"] for one in since["changes"]})
    known = names_of([*people, *authors.values()], "proposal")
    return make_response(
        render_template(
            "board_conflict.html", run=run, mentee=mentee, what=what, wish=wish, since=since,
            price=price, refused=refused, names=known, authors=authors,
        )
    )  # fmt: skip


def _authors(accounts: set[str]) -> dict[str, str]:
    """The person behind each account, where it belongs to somebody of this organisation."""
    current = signed_in().current
    assert current is not None
    return gateway().accounts.people_of(current.tenant, accounts)


def _board(run: str, **more: Any) -> str:
    return url_for("board.show", run=run, year=school_year(), **more)
