"""The short form of feedback behind a personal link, without an account."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import force_locale

from gateway import feedback_words, linked
from gateway.context import gateway
from gateway.pages.feedback import said
from shared.domain.errors import Conflict, Refused
from shared.domain.ids import new_id

blueprint = Blueprint("feedback_links", __name__)
blueprint.context_processor(feedback_words.for_templates)
_PATH = "/v1/feedback/links/open/"


@blueprint.get("/f/<token>")
def read(token: str) -> Any:
    scope, secret = linked.place(token, "feedback-link")
    told = linked.asked("meetings", scope, _PATH + secret)
    with force_locale(linked.language(told)):
        return _page(told)


def _page(told: dict[str, Any], missing: tuple[str, ...] = (), status: int = 200) -> Any:
    if not told["open"]:
        return linked.private(render_template("feedback_closed.html", told=told))
    page = render_template(
        "feedback_form.html", side=told["side"], given=request.form, missing=missing, to="",
        public=True,
    )  # fmt: skip
    return linked.private(page, status)


@blueprint.post("/f/<token>")
def answer(token: str) -> Any:
    scope, secret = linked.place(token, "feedback-link")
    told = linked.asked("meetings", scope, _PATH + secret)
    with force_locale(linked.language(told)):
        linked.may_send(token)
        if not told["open"]:
            return _page(told)
        body, missing = said(request.form)
        if missing:
            return _page(told, missing, 422)
        key = request.form.get("key") or new_id()
        try:
            gateway().clients["meetings"].post(_PATH + secret, scope, body, key=key)
        except (Refused, Conflict):
            return _page({**linked.asked("meetings", scope, _PATH + secret), "open": False})
        return linked.private(render_template("feedback_done.html"))
