"""Every error as a problem document (RFC 9457): a plain sentence, never a trace or the input."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Response, jsonify, request
from marshmallow import Schema, fields
from pymongo.errors import PyMongoError
from werkzeug.exceptions import HTTPException

from shared.domain.errors import (
    Conflict,
    ConsentMissing,
    DomainError,
    Forbidden,
    IdempotencyConflict,
    Invalid,
    NotFound,
    Refused,
    Unavailable,
)
from shared.http.tokens import BadToken
from shared.mongo import is_transient
from shared.observability.logs import logger

_log = logger(__name__)
STATUSES: Final[tuple[tuple[type[DomainError], int], ...]] = (
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 412),
    (IdempotencyConflict, 409),
    (Refused, 409),
    (Invalid, 422),
    (Unavailable, 503),
)
_SENTENCES: Final[Mapping[int, str]] = {
    400: "The request could not be read.",
    401: "A valid token is needed.",
    404: "There is no such thing here.",
    405: "This address does not do that.",
    413: "The request is too large.",
    415: "Send JSON with the content type application/json.",
    422: "Some fields are not right.",
    428: "Say which version you saw (If-Match).",
    429: "Too many requests; wait a little.",
    500: "Something went wrong on our side; it was noted.",
    503: "A part of the platform does not answer; try again shortly.",
}


class ProblemSchema(Schema):
    """A problem document."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String()
    correlation = fields.String()
    errors = fields.List(fields.Dict())
    people = fields.List(fields.String())
    purpose = fields.String()


def problem(
    status: int,
    detail: str,
    code: str,
    *,
    errors: Mapping[str, list[str]] | None = None,
    people: tuple[str, ...] = (),
    purpose: str = "",
) -> Response:
    """``errors`` maps a dotted field to sentences; ``people`` are ids that a refusal is about,
    ``purpose`` is what they do not consent to."""
    document: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    if errors:
        document["errors"] = [{"field": f, "messages": m} for f, m in sorted(errors.items())]
    if people:
        document["people"] = list(people)
    if purpose:
        document["purpose"] = purpose
    response = jsonify(document)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def from_domain(error: DomainError) -> Response:
    status = next(code for kind, code in STATUSES if isinstance(error, kind))
    fields_wrong = error.fields if isinstance(error, Invalid) else None
    people, purpose = (
        (error.people, error.purpose) if isinstance(error, ConsentMissing) else ((), "")
    )
    return problem(
        status, error.message, error.code, errors=fields_wrong, people=people, purpose=purpose
    )


def flatten(messages: Any, prefix: str = "") -> dict[str, list[str]]:
    """marshmallow's nested messages as dotted paths; the part of the request is left out."""
    if isinstance(messages, list):
        return {prefix or "body": [str(m) for m in messages]}
    if not isinstance(messages, Mapping):
        return {prefix or "body": [str(messages)]}
    flat: dict[str, list[str]] = {}
    for key, value in messages.items():
        inner = prefix if not prefix and key in ("json", "query", "files", "form") else ""
        path = (
            inner
            if key in ("json", "query", "files", "form") and not prefix
            else (f"{prefix}.{key}" if prefix else str(key))
        )
        flat.update(flatten(value, path))
    return flat


def from_http(error: HTTPException) -> Response:
    status = error.code or 500
    data = getattr(error, "data", None) or {}
    detail = _SENTENCES.get(status) or HTTPStatus(status).description or HTTPStatus(status).phrase
    code = HTTPStatus(status).phrase.lower().replace(" ", "-").replace("'", "")
    messages = data.get("messages")
    response = problem(status, detail, code, errors=flatten(messages) if messages else None)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def register(app: Flask) -> None:
    """Every way in which a request can fail gives a problem document."""

    @app.errorhandler(DomainError)
    def _domain(error: DomainError) -> Response:
        return from_domain(error)

    @app.errorhandler(BadToken)
    def _token(error: BadToken) -> Response:
        response = problem(401, _SENTENCES[401], "unauthorized")
        response.headers["WWW-Authenticate"] = "Bearer"
        return response

    @app.errorhandler(PyMongoError)
    def _mongo(error: PyMongoError) -> Response:
        _log.error("database", reason=type(error).__name__, route=_route())
        return problem(503 if is_transient(error) else 500, _SENTENCES[503], "unavailable")

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        return from_http(error)

    @app.errorhandler(Exception)
    def _any(error: Exception) -> Response:
        _log.error("failed", reason=type(error).__name__, route=_route())
        return problem(500, _SENTENCES[500], "internal")


def _route() -> str:
    return request.url_rule.rule if request.url_rule else "unmatched"
