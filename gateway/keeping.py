"""Forms whose text is never lost: shown again where they were refused, and after signing in anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlencode

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from gateway.context import draft_owner, gateway, me
from gateway.words import http_sentence

V = TypeVar("V", bound=Callable[..., Any])
_DRAFTS: Final = 30
"""So many one address may leave behind in ten minutes."""
_LONGEST: Final = 20_000
_OURS: Final = ("same-origin", "none")


def keeping_draft(view: V) -> V:
    """Goes around :func:`gateway.context.allowed`: without a session the text is kept first."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        found = me()
        if request.method == "POST" and (found is None or found.current is None):
            return held_back(None)
        return view(*args, **kwargs)

    guarded.__dict__["keeps_draft"] = True
    return cast(V, guarded)


def among(endpoint: str) -> Callable[[V], V]:
    """As :func:`keeping_draft` for a form that is one of several on the page of ``endpoint``: what was
    kept says in ``of`` where it was sent to."""

    def decorate(view: V) -> V:
        kept = keeping_draft(view)
        kept.__dict__["page"] = endpoint
        return kept

    return decorate


def held_back(error: Exception | None) -> Any:
    """Keeps what was posted and leads back to its form, over the sign-in page where need be. Another
    site's form is kept for nobody."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "keeps_draft", False):
        return _refused(400, _("This form is out of date. Go back, reload the page and try again."))
    if request.headers.get("Sec-Fetch-Site", "none") not in _OURS:
        return _refused(400)
    if not gateway().limits.count("draft", request.remote_addr or "", _DRAFTS):
        return _refused(429)
    fields = _posted()
    if sum(len(value) for values in fields.values() for value in values) > _LONGEST:
        return _refused(413)
    back = _kept(fields)
    if me() is not None:
        flash(_("The form was out of date. What you wrote is here: save it once more."), "warning")
        return redirect(back)
    flash(_("Your session has ended. What you wrote is kept: sign in and save it."), "warning")
    return redirect(url_for("auth.sign_in", next=back))


def written_again() -> Any:
    """Leads back to the page of the form with what was written."""
    return redirect(_kept(_posted()))


def _posted() -> dict[str, list[str]]:
    return {name: values for name, values in request.form.lists() if name != "csrf_token"}


def _kept(fields: dict[str, list[str]]) -> str:
    """The address of the form with its draft."""
    page = getattr(current_app.view_functions.get(request.endpoint or ""), "page", "")
    path, more = request.path, {}
    if page:
        path, more = url_for(page), {"kind": request.form.get("back", "all")}
    owner = request.form.get("_owner", "")
    kept = gateway().drafts.keep(path, owner, {**fields, "of": [request.path]})
    return f"{path}?{urlencode({**more, 'draft': kept})}"


def _refused(status: int, words: str = "") -> Any:
    """As a page: nothing may be raised while an error is being handled."""
    said = words or http_sentence(status)
    return render_template("error.html", status=status, sentence=said), status


def draft() -> MultiDict[str, str] | None:
    """What was kept for this form, if its address names it."""
    id = request.args.get("draft", "")
    fields = gateway().drafts.take(request.path, draft_owner(), id) if id else None
    return MultiDict(fields) if fields else None
