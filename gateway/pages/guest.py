"""For guests without an account: the answer to an invitation, arriving by the code at the door, and
which letters to get. Looking never changes anything: mail programs open links by themselves."""

from __future__ import annotations

from typing import Any, Final

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _

from gateway import gathering_words, linked, meeting_words
from gateway.context import gateway, me
from gateway.gathering_words import WISHES
from gateway.words import sentence
from shared.domain.errors import DomainError, NotFound
from shared.domain.ids import new_id
from shared.tenancy.scope import Scope

blueprint = Blueprint("guest", __name__)
blueprint.context_processor(gathering_words.for_templates)
blueprint.context_processor(meeting_words.for_templates)
_KIND: Final = "guest"


def _parts(mark: str, count: int) -> tuple[Scope, list[str]]:
    return linked.parts(mark, count, "guest-link")


def _asked(scope: Scope, path: str) -> dict[str, Any]:
    return linked.asked("meetings", scope, path, _KIND)


def _told(scope: Scope, path: str, body: dict[str, Any], mark: str) -> None:
    linked.may_send(mark, _KIND)
    key = request.form.get("key") or new_id()
    gateway().clients["meetings"].post(path, scope, body, key=key)


def _rsvp(mark: str) -> tuple[Scope, str, str]:
    """The scope, the gathering and the route of an invitation."""
    scope, (event, person, secret) = _parts(mark, 3)
    return scope, event, f"/v1/outreach/{event}/rsvp/{person}/{secret}"


@blueprint.get("/e/<mark>")
def invitation(mark: str) -> Any:
    scope, event, path = _rsvp(mark)
    terms = _asked(scope, path)
    session["guest"] = mark
    return linked.private(
        render_template("rsvp.html", terms=terms, mark=mark, door=_door_of(event))
    )


def _door_of(event: str) -> str:
    """The code that this browser has scanned at the door of the same gathering."""
    mark = str(session.get("door", ""))
    return mark if mark.split(".")[1:2] == [event] else ""


@blueprint.post("/e/<mark>")
def answer(mark: str) -> Any:
    scope, _event, path = _rsvp(mark)
    _asked(scope, path)
    try:
        _told(scope, path, {"coming": request.form.get("coming") == "yes"}, mark)
    except NotFound:
        raise
    except DomainError as error:
        flash(sentence(error), "danger")
    else:
        flash(_("Thank you, your answer is kept. You can change it here."), "success")
    return redirect(url_for("guest.invitation", mark=mark))


@blueprint.get("/d/<mark>")
def at_the_door(mark: str) -> Any:
    """Who scans the picture: somebody signed in, a guest who has opened the invitation in this
    browser, or somebody of whom nothing is known."""
    scope, (event, code) = _parts(mark, 2)
    terms = _asked(scope, f"/v1/outreach/{event}/door/{code}")
    session["door"] = mark
    link = _invitation_for(scope, event)
    guest = _guest_of(scope, link) if link else None
    here = bool(guest and guest["here"]) or session.get("here") == event
    return linked.private(
        render_template("arrive.html", terms=terms, mark=mark, here=here,
                        known=guest is not None or _own_scope(scope) is not None)
    )  # fmt: skip


def _guest_of(scope: Scope, link: str) -> dict[str, Any] | None:
    """Forgets an invitation that has ended meanwhile."""
    try:
        return dict(gateway().clients["meetings"].get(_rsvp(link)[2], scope))
    except NotFound:
        del session["guest"]
        return None


def _invitation_for(scope: Scope, event: str) -> str:
    mark = str(session.get("guest", ""))
    return mark if mark.split(".")[:2] == [str(scope.tenant), event] else ""


def _own_scope(scope: Scope) -> Scope | None:
    """Of a mentor or mentee of the school who is signed in here."""
    found = me()
    if found is None or found.current is None or found.current.tenant != scope.tenant:
        return None
    own = found.scope()
    return own if own.person and own.roles & {"mentor", "mentee"} else None


@blueprint.post("/d/<mark>")
def arrive(mark: str) -> Any:
    scope, (event, code) = _parts(mark, 2)
    _asked(scope, f"/v1/outreach/{event}/door/{code}")
    own, link = _own_scope(scope), _invitation_for(scope, event)
    if own is None and not link:
        abort(404)
    path = f"/v1/outreach/{event}/arrive" if own else f"{_rsvp(link)[2]}/arrive"
    try:
        _told(own or scope, path, {"code": code}, link or mark + str(own and own.person))
    except NotFound:
        raise
    except DomainError as error:
        flash(sentence(error), "danger")
    else:
        session["here"] = event
        flash(_("You are on the list of those who came."), "success")
    return redirect(url_for("guest.at_the_door", mark=mark))


@blueprint.get("/l/<mark>")
def letters(mark: str) -> Any:
    scope, (person, secret) = _parts(mark, 2)
    found = _asked(scope, f"/v1/letters/wishes/{person}/{secret}")
    return linked.private(render_template("letter_wish.html", wish=found["wish"], mark=mark))


@blueprint.post("/l/<mark>")
def wish(mark: str) -> Any:
    scope, (person, secret) = _parts(mark, 2)
    path = f"/v1/letters/wishes/{person}/{secret}"
    _asked(scope, path)
    chosen = request.form.get("wish", "")
    if chosen not in WISHES:
        abort(400)
    _told(scope, path, {"wish": chosen}, mark)
    flash(_("Your choice is kept."), "success")
    return redirect(url_for("guest.letters", mark=mark))
