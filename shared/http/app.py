"""The Flask application of a service: everything but its routes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pymongo
import structlog
from flask import Flask, Response, g, jsonify, request
from flask_smorest import Api
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pymongo.errors import PyMongoError

from shared.domain.ids import new_id
from shared.http import problems
from shared.http.api import Blueprint, MissingKey, current
from shared.http.fields import IdInPath
from shared.http.messages import messages_blueprint
from shared.http.subjects import subjects_blueprint
from shared.http.tokens import Verifier
from shared.observability.logs import configure, logger

if TYPE_CHECKING:
    from shared.service import Service

_log = logger(__name__)
BODY_LIMIT = 1 * 2**20
REQUEST_SECONDS = 10.0
_OPEN = frozenset({"livez", "readyz", "metrics", "static", "api-docs.openapi_json"})


class _Api(Api):
    ERROR_SCHEMA = problems.ProblemSchema

    def _register_error_handlers(self) -> None:
        """Problem documents are registered once, for the whole application."""


def create_app(
    service: Service, blueprints: Iterable[Any], actions: Mapping[str, frozenset[str]]
) -> Flask:
    """Raises ``RuntimeError`` for a route without an action, or an action that nobody decided on."""
    configure(service.name)
    app = Flask(service.name)
    app.config.update(
        API_TITLE=f"Mentorbase {service.name}",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.url_map.converters["id"] = IdInPath
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["service"] = service
    app.extensions["verifier"] = Verifier(service.settings.secrets, service.name)
    services = frozenset({"service"})
    app.extensions["actions"] = {
        **actions, "messages.read": services, "subject.answer": services,
    }  # fmt: skip
    problems.register(app)
    app.register_error_handler(
        MissingKey,
        lambda error: problems.problem(400, error.message, error.code, errors=error.fields),
    )
    api = _Api(app)
    api.register_blueprint(messages_blueprint())
    api.register_blueprint(subjects_blueprint())
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    _around_requests(app)
    _health(app, service)
    _check_actions(app)
    return app


def _around_requests(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        given = request.headers.get("X-Correlation-Id", "")
        g.correlation = given if given.isalnum() and len(given) <= 64 else new_id()
        view = app.view_functions.get(request.endpoint or "")
        g.limit = pymongo.timeout(getattr(view, "seconds", None) or REQUEST_SECONDS)
        g.limit.__enter__()
        structlog.contextvars.bind_contextvars(correlation=g.correlation)

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Correlation-Id"] = g.correlation
        if g.get("stale"):
            response.headers["Stale"] = "true"
        if g.get("incomplete"):
            response.headers["Incomplete"] = "true"
        if request.url_rule is not None and request.endpoint not in _OPEN:
            ms = round((time.perf_counter() - g.started) * 1000, 1)
            _log.info("request", method=request.method, route=request.url_rule.rule,
                      status=response.status_code, ms=ms)  # fmt: skip
        return response

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        if "limit" in g:
            g.limit.__exit__(None, None, None)


def _health(app: Flask, service: Service) -> None:
    @app.get("/livez")
    def livez() -> Response:
        return jsonify(status="alive")

    @app.get("/readyz")
    def readyz() -> tuple[Response, int]:
        try:
            with pymongo.timeout(1.0):
                reasons = service.ready()
        except PyMongoError as error:
            reasons = [f"the database does not answer ({type(error).__name__})"]
        return jsonify(ready=not reasons, reasons=reasons), 503 if reasons else 200

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(), mimetype=CONTENT_TYPE_LATEST)


def _check_actions(app: Flask) -> None:
    known = app.extensions["actions"]
    for rule in app.url_map.iter_rules():
        if rule.endpoint in _OPEN:
            continue
        action = getattr(app.view_functions[rule.endpoint], "action", None)
        if action is None:
            raise RuntimeError(f"{rule.rule} declares no action")
        if action not in known:
            raise RuntimeError(f"{rule.rule}: nobody decided who may “{action}”")


__all__ = ["Blueprint", "create_app", "current"]
