"""Questionnaires behind personal links, without an account. Looking never uses a link up."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, render_template, request
from flask_babel import force_locale

from gateway import linked
from gateway.context import gateway
from gateway.filling import Filling, filled
from shared.domain.errors import Conflict, ConsentMissing, Invalid, Refused
from shared.domain.ids import new_id
from shared.tenancy.scope import Scope

blueprint = Blueprint("form_links", __name__)
_PATH: Final = "/v1/questionnaire-links/open/"


def _place(token: str) -> tuple[Scope, str]:
    scope, secret = linked.place(token, "questionnaire-link")
    return scope, _PATH + secret


def _asked(scope: Scope, path: str) -> dict[str, Any]:
    return linked.asked("participants", scope, path)


@blueprint.get("/q/<token>")
def read(token: str) -> Any:
    scope, path = _place(token)
    return _page(_asked(scope, path), None)


def _page(terms: dict[str, Any], filling: Filling | None, status: int = 200) -> Any:
    language = linked.language(terms)
    with force_locale(language):
        if not terms["open"]:
            return linked.private(render_template("questionnaire_closed.html", terms=terms))
        if filling is None:
            filling = Filling(terms["template"])
        page = render_template(
            "questionnaire.html", filling=filling, name=terms["name"], terms=terms, public=True
        )
        return linked.private(page, status)


@blueprint.post("/q/<token>")
def answer(token: str) -> Any:
    scope, path = _place(token)
    terms = _asked(scope, path)
    with force_locale(linked.language(terms)):
        linked.may_send(token)
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
    return linked.private(render_template("questionnaire_done.html"))
