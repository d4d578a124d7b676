"""A guardian whom two schools gave an account each makes one of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from gateway.accounts import SignedIn
from gateway.context import gateway, me
from gateway.pages.family import guardian_in
from gateway.words import sentence
from shared.domain.errors import Refused

blueprint = Blueprint("uniting", __name__)


def _guardian() -> SignedIn | None:
    """Whichever organisation is chosen now; ``None`` for whoever has to sign in first."""
    found = me()
    if found is not None and not guardian_in(found.memberships):
        abort(404)
    return found


@blueprint.get("/family/unite")
def form() -> Any:
    if _guardian() is None:
        return redirect(url_for("auth.sign_in", next=request.path))
    return render_template("unite.html", login="")


@blueprint.post("/family/unite")
def unite() -> Any:
    """The password of the other account proves that it is the holder's own."""
    found = _guardian()
    if found is None:
        return redirect(url_for("auth.sign_in", next=request.path))
    login, password = request.form.get("login", ""), request.form.get("password", "")
    try:
        came = gateway().accounts.unite(found.account, login, password)
    except Refused as error:
        flash(sentence(error), "danger")
        return render_template("unite.html", login=login), 409
    if came is None:
        flash(_("The login or the password is wrong, or there were too many attempts."), "danger")
        return render_template("unite.html", login=login), 403
    said = ngettext("%(num)s organisation came over. Your other login has ended.",
                    "%(num)s organisations came over. Your other login has ended.", came)  # fmt: skip
    flash(said, "success")
    return redirect(url_for("family.children"))
