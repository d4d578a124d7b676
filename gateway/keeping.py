"""Forms whose text is never lost: shown again where they were refused, and after signing in anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from gateway.context import gateway, me
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
    fields = {name: values for name, values in request.form.lists() if name != "csrf_token"}
    if sum(len(value) for values in fields.values() for value in values) > _LONGEST:
        return _refused(413)
    draft = gateway().drafts.keep(request.path, fields)
    back = f"{request.path}?draft={draft}"
    if me() is not None:
        flash(_("The form was out of date. What you wrote is here: save it once more."), "warning")
        return redirect(back)
    flash(_("Your session has ended. What you wrote is kept: sign in and save it."), "warning")
    return redirect(url_for("auth.sign_in", next=back))


def _refused(status: int, sentence: str = "") -> Any:
    """As a page: nothing may be raised while an error is being handled."""
    said = sentence or http_sentence(status)
    return render_template("error.html", status=status, sentence=said), status


def draft() -> MultiDict[str, str] | None:
    """What was kept for this form, if its address names it."""
    id = request.args.get("draft", "")
    fields = gateway().drafts.take(request.path, id) if id else None
    return MultiDict(fields) if fields else None
