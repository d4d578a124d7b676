"""Signing in and out, choosing an organisation and a language, the first set-up."""

from __future__ import annotations

import re
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from gateway import setup, words
from gateway.accounts import PASSWORD_MIN
from gateway.config import LANGUAGES
from gateway.context import gateway, me
from gateway.numbers import number_in
from shared.domain.errors import DomainError, Invalid

blueprint = Blueprint("auth", __name__)
_LOCAL: Final = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")
"""Browsers leave out tabs and line ends and take a backslash for a slash: two would name a site."""


@blueprint.get("/sign-in")
def sign_in() -> Any:
    if me() is not None:
        return redirect(url_for("home.home"))
    return render_template("sign_in.html", login="", next=_local(request.args.get("next", "")))


@blueprint.post("/sign-in")
def sign_in_now() -> Any:
    login = request.form.get("login", "")
    target = _local(request.form.get("next", ""))
    new = gateway().accounts.sign_in(login, request.form.get("password", ""))
    if new is None:
        flash(_("The login or the password is wrong, or there were too many attempts."), "danger")
        return render_template("sign_in.html", login=login, next=target), 403
    _begin(new)
    return redirect(target or url_for("home.home"))


def _begin(new: str) -> None:
    """Nothing of the anonymous session goes on but the language: also the form token is new."""
    before, language = session.get("sid"), session.get("language")
    if before:
        gateway().accounts.sign_out(before)
    session.clear()
    session["sid"] = new
    if language:
        session["language"] = language


@blueprint.post("/sign-out")
def sign_out() -> Any:
    if session.get("sid"):
        gateway().accounts.sign_out(session["sid"])
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    return redirect(url_for("auth.sign_in"))


@blueprint.get("/organisation")
def choose() -> Any:
    found = me()
    if found is None:
        return redirect(url_for("auth.sign_in"))
    target = _local(request.args.get("next", ""))
    return render_template("choose.html", memberships=found.memberships, next=target)


@blueprint.post("/organisation")
def choose_now() -> Any:
    found = me()
    index = number_in(request.form.get("index", ""))
    if found is None:
        return redirect(url_for("auth.sign_in"))
    if index is None or index >= len(found.memberships):
        abort(404)
    gateway().accounts.choose(found.session, index)
    return redirect(_local(request.form.get("next", "")) or url_for("home.home"))


@blueprint.get("/language/<code>")
def set_language(code: str) -> Any:
    if code not in LANGUAGES:
        abort(404)
    session["language"] = code
    return redirect(_local(request.args.get("next", "")) or url_for("home.home"))


@blueprint.get("/setup/<token>")
def first_setup(token: str) -> Any:
    if not gateway().setup_links.waits(token):
        abort(404)
    return render_template("setup.html", values={}, least=PASSWORD_MIN)


@blueprint.post("/setup/<token>")
def first_setup_now(token: str) -> Any:
    """A refusal leaves the link usable."""
    if not gateway().setup_links.waits(token):
        abort(404)
    values = {name: request.form.get(name, "").strip() for name in ("name", "login")}
    password = request.form.get("password", "")
    try:
        if not values["name"] or not values["login"] or len(password) < PASSWORD_MIN:
            raise Invalid("incomplete", {"login": [], "password": []})
        setup.first_administrator(gateway(), token, values["name"], values["login"], password)
    except DomainError as error:
        flash(words.sentence(error), "danger")
        return render_template("setup.html", values=values, least=PASSWORD_MIN), 422
    flash(_("The municipality is set up. Sign in."), "success")
    return redirect(url_for("auth.sign_in"))


def _local(target: str) -> str:
    """Only a path of this site, so that no link sends people elsewhere after signing in."""
    return target if _LOCAL.fullmatch(target) else ""
