"""Behind a one-time link: one question a page, a check, a signature; no account, no script.

Looking never uses the link up: what was answered so far travels in the address, signed by the
gateway, and only the last POST reaches the service.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import get_locale
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer

from gateway import linked
from gateway.addresses import outside, site
from gateway.context import gateway
from gateway.words import sentence
from shared.documents.formats import TYPES
from shared.domain.errors import DomainError
from shared.domain.ids import new_id
from shared.tenancy.scope import Scope

blueprint = Blueprint("guardian", __name__)
COPY_SECONDS: Final = 3600
Answer = list[Any]
"""[yes or no, the child agrees, seconds since 1970 when the text was shown, language, version]."""


@dataclass(frozen=True)
class Place:
    """The link names the school; the services know the rest by its secret part."""

    token: str
    scope: Scope
    path: str

    @classmethod
    def of(cls, token: str) -> Place:
        scope, secret = linked.place(token, "guardian-link")
        return cls(token, scope, f"/v1/consents/links/{secret}")

    def terms(self, language: str = "") -> dict[str, Any]:
        params = {"language": language or _language()}
        found = gateway().clients["participants"].get(self.path, self.scope, params=params)
        return dict(found)

    def paper(self, kind: str, **params: str) -> Any:
        answer = gateway().clients["participants"].request(
            "GET", f"{self.path}/{kind}", self.scope, params=params, seconds=15.0
        )  # fmt: skip
        headers = {"Content-Disposition": answer.headers.get("Content-Disposition", "attachment")}
        type = TYPES[params.get("format", "pdf")]
        return linked.private(Response(answer.content, mimetype=type, headers=headers))


def _language() -> str:
    """The reader's own choice; the link's where they have not chosen."""
    return str(get_locale() or "ru") if "language" in session else ""


def _questions(terms: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(person, document) for person in terms["people"] for document in terms["documents"]]


def _signer(salt: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"consents-{salt}")


def _load(place: Place, count: int) -> list[Answer | None]:
    """What was answered so far; nothing where the address was not made here for this link."""
    try:
        token, answers = _signer("answers").loads(request.values.get("s", ""), max_age=86400)
    except (BadSignature, ValueError):
        return [None] * count
    return answers if token == place.token and len(answers) == count else [None] * count


def _dump(place: Place, answers: list[Answer | None]) -> str:
    return str(_signer("answers").dumps([place.token, answers]))


def _page(template: str, status: int = 200, **values: Any) -> Any:
    return linked.private(render_template(template, **values), status)


def _closed() -> Any:
    return _page("guardian_closed.html")


@blueprint.get("/g/<token>")
def read(token: str) -> Any:
    """What will be asked, by whom and until when."""
    place = Place.of(token)
    terms = place.terms()
    if not terms["open"]:
        return _closed()
    session.setdefault("language", terms["language"])
    return _page("guardian.html", terms=terms, token=token, questions=_questions(terms))


@blueprint.get("/g/<token>/<int:step>")
def ask(token: str, step: int) -> Any:
    """One question, or after the last one everything that was answered."""
    place = Place.of(token)
    terms = place.terms()
    if not terms["open"]:
        return _closed()
    return _step(place, terms, step)


def _step(place: Place, terms: dict[str, Any], step: int, status: int = 200) -> Any:
    questions = _questions(terms)
    answers = _load(place, len(questions))
    if not 1 <= step <= len(questions) + 1:
        abort(404)
    values = {
        "terms": terms, "token": place.token, "step": step, "steps": len(questions) + 1,
        "state": _dump(place, answers),
    }  # fmt: skip
    if step == len(questions) + 1:
        rows = list(zip(questions, answers, strict=True))
        return _page("guardian_check.html", status, rows=rows, **values)
    person, document = questions[step - 1]
    seen = _signer("seen").dumps([place.token, step, document["language"], document["version"]])
    return _page(
        "guardian_question.html", status, person=person, document=document, seen=seen,
        given=answers[step - 1], **values,
    )  # fmt: skip


@blueprint.post("/g/<token>/<int:step>")
def answer(token: str, step: int) -> Any:
    """Notes one answer in the address and goes on; nothing is stored."""
    place = Place.of(token)
    terms = place.terms()
    if not terms["open"]:
        return _closed()
    questions = _questions(terms)
    if not 1 <= step <= len(questions):
        abort(404)
    answers = _load(place, len(questions))
    shown = _shown(place, step)
    chosen, assent = request.form.get("choice"), request.form.get("assent") == "yes"
    if chosen not in ("yes", "no") or shown is None:
        flash(_("Choose yes or no."), "danger")
        return _step(place, terms, step, 422)
    if chosen == "yes" and questions[step - 1][0]["assent_needed"] and not assent:
        flash(_("From 14 the child's own agreement is needed too."), "danger")
        return _step(place, terms, step, 422)
    answers[step - 1] = [chosen == "yes", assent, *shown]
    left = [n for n, one in enumerate(answers, 1) if one is None]
    following = next((n for n in left if n > step), left[0] if left else len(questions) + 1)
    to = url_for("guardian.ask", token=token, step=following, s=_dump(place, answers))
    return linked.private(redirect(to, 303))


def _shown(place: Place, step: int) -> tuple[int, str, int] | None:
    """When the text of this step was shown, in which language and version."""
    try:
        (token, number, language, version), at = _signer("seen").loads(
            request.form.get("seen", ""), max_age=86400, return_timestamp=True
        )
    except (BadSignature, ValueError):
        return None
    return (
        (int(at.timestamp()), language, version) if (token, number) == (place.token, step) else None
    )


@blueprint.post("/g/<token>")
def sign(token: str) -> Any:
    """The only request that uses the link up."""
    place = Place.of(token)
    terms = place.terms()
    if not terms["open"] and not request.form.get("s"):
        return _closed()
    client = gateway().clients["participants"]
    answers = _answers(place, terms)
    if answers is None:
        flash(_("Answer every question: yes or no."), "danger")
        return linked.private(redirect(url_for("guardian.read", token=token), 303))
    try:
        key = request.form.get("key") or new_id()
        client.post(place.path, place.scope, {"answers": answers}, key=key)
    except DomainError as error:
        flash(sentence(error), "danger")
        state = request.form.get("s", "")
        last = len(answers) + 1
        return linked.private(
            redirect(url_for("guardian.ask", token=token, step=last, s=state), 303)
        )
    kept = [[one["person"], one["purpose"], one["agree"]] for one in answers]
    done = _signer("done").dumps([token, kept])
    return linked.private(redirect(url_for("guardian.done", token=token, s=done), 303))


def _answers(place: Place, terms: dict[str, Any]) -> list[dict[str, Any]] | None:
    """As the service takes them, each with the hash of the very text that was shown."""
    questions = _questions(terms)
    given = _load(place, len(questions))
    if not questions or None in given:
        return None
    texts: dict[str, dict[str, dict[str, Any]]] = {}
    answers = []
    for (person, document), one in zip(questions, given, strict=True):
        assert one is not None
        agree, assent, at, language, version = one
        if language not in texts:
            shown = place.terms(language)["documents"]
            texts[language] = {text["purpose"]: text for text in shown}
        text = texts[language][document["purpose"]]
        answers.append(
            {
                "person": person["id"], "purpose": document["purpose"], "agree": agree,
                "assent": assent, "language": language,
                "text_hash": text["hash"] if text["version"] == version else "changed",
                "shown_at": datetime.fromtimestamp(at, UTC).isoformat(),
            }
        )  # fmt: skip
    return answers


def _done(place: Place) -> list[list[Any]]:
    """What was signed a short while ago behind this link; 404 for anybody else."""
    try:
        token, kept = _signer("done").loads(request.args.get("s", ""), max_age=COPY_SECONDS)
    except (BadSignature, ValueError):
        abort(404)
    if token != place.token:
        abort(404)
    return list(kept)


@blueprint.get("/g/<token>/done")
def done(token: str) -> Any:
    """What was answered, a copy of each consent, and how to take it back."""
    place = Place.of(token)
    kept = _done(place)
    client = gateway().clients["participants"]
    body = {"people": sorted({one[0] for one in kept}), "why": "consent link"}
    names = client.post("/v1/people/names", place.scope, body, key=new_id())["names"]
    about = client.get("/v1/organisations/self", place.scope)
    return _page("guardian_done.html", kept=kept, names=names, token=token, about=about,
                 state=request.args.get("s", ""))  # fmt: skip


@blueprint.get("/g/<token>/copy/<int:number>.pdf")
def copy(token: str, number: int) -> Any:
    place = Place.of(token)
    kept = _done(place)
    if not 1 <= number <= len(kept):
        abort(404)
    person, purpose, _agree = kept[number - 1]
    return place.paper("copy", person=person, purpose=purpose, site=site())


@blueprint.get("/g/<token>/form/<int:step>.<any(pdf, docx):format>")
def form(token: str, step: int, format: str) -> Any:
    """The paper path: the same text to be signed by hand, with the link as a QR code."""
    place = Place.of(token)
    questions = _questions(place.terms())
    if not 1 <= step <= len(questions):
        abort(404)
    person, document = questions[step - 1]
    address = outside("guardian.read", token=token)
    return place.paper("form", person=person["id"], purpose=document["purpose"],
                       language=document["language"], link=address, format=format)  # fmt: skip
