"""Sign-in, sign-out, the choice of organisation and language, the first administrator."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask_babel import gettext

from gateway.accounts import PASSWORD_MIN, Membership
from gateway.context import gateway, me
from shared.domain.errors import Invalid
from shared.domain.ids import ActorId, TenantId, new_id
from shared.tenancy.scope import Scope

blp = Blueprint("auth", __name__)
_HOMES = (
    ("municipal_admin", "municipality.dashboard"),
    ("company_coordinator", "mentors.base"),
    ("mentor", "sharing.own"),
)


@blp.get("/")
def home() -> Any:
    found = me()
    if found is None:
        return redirect(url_for("auth.sign_in"))
    if found.current is None:
        return redirect(url_for("auth.choose"))
    for role, page in _HOMES:
        if role in found.roles:
            return redirect(url_for(page))
    return redirect(url_for("school.roadmap"))


@blp.get("/sign-in")
def sign_in() -> str:
    return render_template("sign_in.html", wrong=False, login="")


@blp.post("/sign-in")
def enter() -> Any:
    login = request.form.get("login", "")
    sid = gateway().accounts.sign_in(login, request.form.get("password", ""))
    if sid is None:
        return render_template("sign_in.html", wrong=True, login=login), 401
    language = session.get("language")
    session.clear()  # nothing of the time before signing in is carried over
    session["sid"] = sid
    if language:
        session["language"] = language
    target = request.args.get("next", "")
    return redirect(target if target.startswith("/") and not target.startswith("//") else "/")


@blp.post("/sign-out")
def sign_out() -> Any:
    if session.get("sid"):
        gateway().accounts.sign_out(session["sid"])
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    return redirect(url_for("auth.sign_in"))


@blp.route("/choose", methods=["GET", "POST"])
def choose() -> Any:
    found = me()
    if found is None:
        return redirect(url_for("auth.sign_in"))
    if request.method == "POST":
        index = request.form.get("index", type=int)
        if index is None or not 0 <= index < len(found.memberships):
            abort(404)
        gateway().accounts.choose(found.session, index)
        return redirect("/")
    return render_template("choose.html", memberships=found.memberships)


@blp.get("/language/<code>")
def language(code: str) -> Any:
    if code not in ("ru", "en"):
        abort(404)
    session["language"] = code
    target = request.args.get("next", "/")
    return redirect(target if target.startswith("/") and not target.startswith("//") else "/")


@blp.get("/setup/<token>")
def setup(token: str) -> Any:
    if not gateway().setup_links.waits(token):
        abort(404)
    return render_template("setup.html", token=token, problem="", form={})


@blp.post("/setup/<token>")
def first_administrator(token: str) -> Any:
    box = gateway()
    if not box.setup_links.waits(token):
        abort(404)
    login, password = request.form.get("login", ""), request.form.get("password", "")
    name = request.form.get("municipality", "").strip()
    if not name or not login or len(password) < PASSWORD_MIN:
        problem = gettext("Fill in everything; the password needs at least 10 characters.")
        return render_template("setup.html", token=token, problem=problem, form=request.form), 422
    council = TenantId(new_id())
    scope = Scope(council, ActorId("setup"), frozenset({"municipal_admin"}))
    body = {"kind": "municipality", "name": name}
    box.clients["participants"].post("/v1/organisations", scope, body, key=token[:40])
    try:
        member = Membership(council, ("municipal_admin",), name, "municipality")
        box.accounts.create(login, password, [member])
    except Invalid:
        problem = gettext("This login is taken.")
        return render_template("setup.html", token=token, problem=problem, form=request.form), 422
    box.setup_links.use_up(token)
    return redirect(url_for("auth.sign_in"))
