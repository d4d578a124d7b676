"""Changes of a draft, each made on the version that its reader saw: whoever was slower sees what the
other changed, and their own wish, to be made all the same with one press."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway import words
from gateway.board_view import KEPT, Asked
from gateway.board_words import board_words
from gateway.context import allowed, ask, gateway, names, school_year, signed_in
from gateway.numbers import number_in
from gateway.pages.board import ASKED
from shared.domain.errors import Conflict, DomainError, NotFound, Refused
from shared.domain.ids import derived_id, new_id

blueprint = Blueprint("board_changes", __name__)
blueprint.context_processor(board_words)
_PAIRS: Final = ("move", "swap", "ban", "lock", "unlock")
_WHOLE: Final = ("mode", "adopt", "discard")
_ENDS: Final = {"adopt": "adopted", "discard": "discarded"}
_UNDONE: Final = {
    "lock": ("locked", "unlocked", "apart"), "unlock": ("locked", "unlocked"),
    "ban": ("banned",), "mode": ("mode",),
}  # fmt: skip
"""Changes that make this one, or undo it."""


@blueprint.post("/matching/<run>/mentees/<mentee>/change")
@allowed("coordinator")
def change(run: str, mentee: str) -> Any:
    """One mentee's pair: moved, swapped, ruled out, fixed or freed."""
    what = request.form.get("what", "")
    if what not in _PAIRS:
        return _not_understood(run)
    try:
        done = _sent(run, *_pair_change(mentee, what))
    except Conflict:
        return _conflict(run, what, mentee)
    except DomainError as error:
        flash(_refusal(error), "danger")
        return redirect(_board(run))
    flash(_("The change is made."), "success")
    return redirect(_board(run, mentee, c=f"matching:{done['commit']}"))


@blueprint.post("/matching/<run>/change")
@allowed("coordinator")
def draft(run: str) -> Any:
    """The whole draft: the pairs of the other way, proposed to their people, or put away."""
    what = request.form.get("what", "")
    if what not in _WHOLE:
        return _not_understood(run)
    body = {"mode": request.form.get("mode", "")} if what == "mode" else {}
    try:
        done = _sent(run, what, body)
    except Conflict:
        return _conflict(run, what)
    except DomainError as error:
        flash(_refusal(error), "danger")
        return redirect(_board(run))
    commit = f"matching:{done['commit']}"
    if what == "discard":
        flash(_("The draft is put away."), "success")
        return redirect(url_for("proposals.drafts", year=school_year(), c=commit))
    if what == "mode":
        flash(_("The draft goes on with these pairs."), "success")
    else:
        _tell_adopted(done)
    return redirect(_board(run, c=commit))


def _tell_adopted(done: Mapping[str, Any]) -> None:
    proposed = len(done["pairings"])
    flash(_("The pairs are proposed to their people: %(count)s.", count=proposed), "success")
    known = names([line["mentor"] for line in done["refused"]], "proposal")
    for line in done["refused"]:
        name, why = known.get(line["mentor"], "—"), board_words()["rule_words"]([line["reason"]])
        flash(_("Not with %(name)s: %(why)s.", name=name, why=why), "warning")


def _not_understood(run: str) -> Any:
    flash(_("The request could not be understood."), "danger")
    return redirect(_board(run))


def _refusal(error: DomainError) -> str:
    rules = board_words()["RULES"]
    if error.code not in rules:
        return words.sentence(error)
    return _("Not possible: %(rules)s.", rules=rules[error.code])


def _pair_change(mentee: str, what: str) -> tuple[str, dict[str, Any]]:
    form = request.form
    mentor = form.get("mentor") or None
    changes: dict[str, tuple[str, dict[str, Any]]] = {
        "move": ("moves", {"mentee": mentee, "mentor": mentor,
                           "instead_of": form.get("instead_of") or None}),
        "swap": ("swaps", {"first": mentee, "second": form.get("swap_with", "")}),
        "ban": ("bans", {"mentor": mentor or "", "mentee": mentee}),
        "lock": ("locks", {"mentee": mentee, "locked": True}),
        "unlock": ("locks", {"mentee": mentee, "locked": False}),
    }  # fmt: skip
    return changes[what]


def _sent(run: str, route: str, body: dict[str, Any]) -> Any:
    path = f"/v1/proposals/{run}/{route}"
    version = number_in(request.form.get("version", ""))
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    key = derived_id(request.form.get("key") or new_id(), path, str(version))
    client = gateway().clients["matching"]
    return client.request(
        "POST", path, signed_in().scope(), json=body, key=key, headers=headers
    ).json()


def _conflict(run: str, what: str, mentee: str = "") -> Any:
    """What the other changed since, this change and its price now: do it again, or let it be."""
    form = request.form
    wish = {name: form[name] for name in (*ASKED, "mode") if form.get(name)}
    seen = number_in(form.get("version", "")) or 0
    since = ask("matching", f"/proposals/{run}/changes", since=seen)
    price, refused = _price_now(run, what, mentee, wish)
    people = [mentee, *(wish[name] for name in ASKED if name in wish)]
    people += [one[side] for one in since["changes"] for side in ("mentee", "mentor")]
    people += [m[s] for m in (price or {}).get("moves", ()) for s in ("mentee", "before", "after")]
    authors = _authors({one["actor"] for one in since["changes"]})
    known = names([*people, *authors.values()], "proposal")
    return make_response(
        render_template(
            "board_conflict.html", run=run, mentee=mentee, what=what, wish=wish, since=since,
            price=price, refused=refused, done=_done(since, what, mentee, wish, price),
            kept={name: form[name] for name in KEPT if form.get(name)}, names=known,
            authors=authors, own=str(signed_in().scope().actor), back=_board(run, mentee),
        )
    )  # fmt: skip


def _price_now(run: str, what: str, mentee: str, wish: Mapping[str, str]) -> tuple[Any, str]:
    """(price, why it is not possible); neither for what costs nothing."""
    if what not in ("move", "swap"):
        return None, ""
    try:
        return ask("matching", f"/proposals/{run}/price", mentee=mentee, **wish), ""
    except (NotFound, Refused) as error:
        return None, _refusal(error)


def _done(
    since: Mapping[str, Any], what: str, mentee: str, wish: Mapping[str, str], price: Any
) -> bool:
    """Whether the other has made this very change."""
    if what == "swap":
        got = [one for one in since["changes"] if one["kind"] == "paired"]
        mine = [one["mentor"] for one in got if one["mentee"] == mentee]
        return bool(mine) and mine[-1] == request.form.get("to")
    if what == "move":
        return bool(price) and not price["broken"] and not price["moves"]
    if what in ("adopt", "discard"):
        return str(since["status"]) == _ENDS[what]
    about = [one for one in since["changes"] if one["kind"] in _UNDONE[what]]
    if what == "mode":
        return bool(about) and about[-1]["mode"] == wish.get("mode")
    theirs = [one for one in about if one["mentee"] == mentee]
    if what == "ban":
        return any(one["mentor"] == wish.get("mentor") for one in theirs)
    return bool(theirs) and theirs[-1]["kind"] == f"{what}ed"


def _authors(accounts: set[str]) -> dict[str, str]:
    """The person behind each account, where it belongs to somebody of this organisation."""
    current = signed_in().current
    assert current is not None
    return gateway().accounts.people_of(current.tenant, accounts)


def _board(run: str, mentee: str = "", **more: Any) -> str:
    """Where the reader was, or on the page where the mentee is now."""
    kept = Asked.of(request.form).kept()
    if mentee and not {"view", "q"} & kept.keys():
        kept = {"at": mentee}
    anchor = f"p-{mentee}" if mentee else None
    return url_for("board.show", run=run, year=school_year(), _anchor=anchor, **kept, **more)
