"""Questionnaires behind personal links, without an account. Looking never uses a link up."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, abort, make_response, render_template, request, session
from flask_babel import force_locale

from gateway.config import LANGUAGES
from gateway.context import gateway
from gateway.filling import Filling, filled
from shared.domain.errors import Conflict, ConsentMissing, Invalid, NotFound, Refused
from shared.domain.ids import ActorId, TenantId, new_id
from shared.tenancy.scope import Scope

blueprint = Blueprint("form_links", __name__)
MISSES: Final = 30
"""Unknown links that one address may try in ten minutes."""
SENDS: Final = 60
"""Forms that may be sent to one link in ten minutes."""


def _place(token: str) -> tuple[Scope, str]:
    """The link names the school; the service knows the rest by its secret part."""
    tenant, _dot, secret = token.partition(".")
    if not tenant or not secret or "/" in secret:
        abort(404)
    scope = Scope(TenantId(tenant), ActorId("questionnaire-link"), frozenset({"service"}))
    return scope, f"/v1/questionnaire-links/open/{secret}"


def _private(page: str, status: int = 200) -> Any:
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _asked(scope: Scope, path: str) -> dict[str, Any]:
    """Raises NotFound for what was never issued; whoever tries many of them has to wait."""
    limits, address = gateway().limits, request.remote_addr or ""
    if limits.exceeded("link-miss", address, MISSES):
        abort(429)
    try:
        return dict(gateway().clients["participants"].get(path, scope))
    except NotFound:
        limits.count("link-miss", address, MISSES)
        raise


def _language(terms: dict[str, Any]) -> str:
    """The reader's own choice, else the language that the link was made in."""
    chosen = session.get("language")
    return chosen if chosen in LANGUAGES else str(terms["language"])


@blueprint.get("/q/<token>")
def read(token: str) -> Any:
    scope, path = _place(token)
    return _page(_asked(scope, path), None)


def _page(terms: dict[str, Any], filling: Filling | None, status: int = 200) -> Any:
    language = _language(terms)
    with force_locale(language):
        if not terms["open"]:
            return _private(render_template("questionnaire_closed.html", terms=terms))
        if filling is None:
            filling = Filling(terms["template"])
        page = render_template(
            "questionnaire.html", filling=filling, name=terms["name"], terms=terms, public=True
        )
        return _private(page, status)


@blueprint.post("/q/<token>")
def answer(token: str) -> Any:
    scope, path = _place(token)
    terms = _asked(scope, path)
    with force_locale(_language(terms)):
        if not gateway().limits.count("link-send", token, SENDS):
            abort(429)
        if not terms["open"]:
            return _page(terms, None)
        filling = filled(scope, terms["template"], request.form)
        if filling.problems or filling.step != "send":
            return _page(terms, filling, 422 if filling.problems else 200)
        try:
            return _send(scope, path, filling.answers, terms["template"]["version"])
        except Invalid as error:
            return _page(terms, filling.with_problems(error), 422)
        except (Refused, Conflict) as error:
            terms = _asked(scope, path)
            waiting = isinstance(error, ConsentMissing) or terms["waiting"]
            return _page({**terms, "open": False, "waiting": waiting}, None)


def _send(scope: Scope, path: str, answers: dict[str, Any], version: int) -> Any:
    body = {"template_version": version, "answers": answers}
    key = request.form.get("key") or new_id()
    gateway().clients["participants"].post(path, scope, body, key=key)
    return _private(render_template("questionnaire_done.html"))
