"""The Flask application of the pages: headers, languages, health, errors."""

from __future__ import annotations

from typing import Any

import pymongo
from flask import Flask, Response, g, jsonify, render_template, request, session
from flask_babel import Babel, get_locale
from flask_wtf.csrf import CSRFError, CSRFProtect
from pymongo.errors import PyMongoError
from werkzeug.exceptions import HTTPException

from gateway import assets, catalogues, pages, questions, words
from gateway.accounts import Accounts, Invitations, SetupLinks
from gateway.config import LANGUAGES, flask_config
from gateway.context import Gateway, draft_owner, gateway, me, school_year
from gateway.drafts import Drafts
from gateway.keeping import held_back
from gateway.limits import Limits
from gateway.menu import menu
from gateway.uploads import Uploads
from shared.clock import CellClock
from shared.config import SERVICES, Settings
from shared.crypto.vault import open_vault
from shared.domain.errors import DomainError, Forbidden, NotFound, Unavailable
from shared.domain.ids import new_id
from shared.http.client import ServiceClient
from shared.http.tokens import Issuer
from shared.mongo import connect
from shared.observability.logs import configure, logger

_log = logger(__name__)
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none';"
    " base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(settings: Settings) -> Flask:
    """Call it after a fork: it opens connections."""
    configure("gateway")
    catalogues.compile_missing()
    app = Flask("gateway", root_path=str(catalogues.ROOT))
    app.config.update(flask_config(settings))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["gateway"] = open_gateway(settings)
    Babel(app, locale_selector=language, default_translation_directories=str(catalogues.PLACE))
    CSRFProtect(app)
    app.register_blueprint(assets.blueprint)
    pages.register(app)
    _around_requests(app)
    _errors(app)
    _health(app)
    return app


def open_gateway(settings: Settings) -> Gateway:
    client = connect(settings.mongo_url)
    db = client[settings.database()]
    vault = open_vault(settings, client)
    issuer = Issuer("gateway", settings.secrets)
    return Gateway(
        settings=settings,
        accounts=Accounts(db, vault),
        setup_links=SetupLinks(db),
        invitations=Invitations(db),
        vault=vault,
        clock=CellClock(client[settings.database("control")]),
        clients={name: ServiceClient(settings.urls[name], issuer, name) for name in SERVICES},
        uploads=Uploads(db, vault),
        drafts=Drafts(db, vault),
        limits=Limits(db),
        control=client[settings.database("control")],
        ready=lambda: client.admin.command("ping"),
    )


def language() -> str:
    chosen = g.get("language") or session.get("language")
    return chosen if chosen in LANGUAGES else "ru"


def _around_requests(app: Flask) -> None:
    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if "framed" in g:  # the policy names the sites; this header could not
            del response.headers["X-Frame-Options"]
        if request.endpoint not in ("static", "assets.asset"):
            response.headers["Cache-Control"] = "no-store"
        return response

    @app.context_processor
    def common() -> dict[str, Any]:
        return {
            "me": me() if "no_session" not in g else None,
            "incomplete": g.get("incomplete", False),
            "demo": "no_session" not in g and gateway().is_demo(),
            "language": str(get_locale() or "ru"),
            "languages": LANGUAGES,
            "year": school_year(),
            "new_key": new_id,
            "draft_owner": draft_owner,
            **words.for_templates(),
            "menu": menu,
            **questions.for_templates(),
        }

    app.jinja_env.globals["icon"] = assets.icon
    app.jinja_env.filters["day"] = words.day


def _errors(app: Flask) -> None:
    @app.errorhandler(DomainError)
    def refused(error: DomainError) -> tuple[str, int]:
        status = 503 if isinstance(error, Unavailable) else 409
        if status == 503 and "me" not in g:  # the roles of whoever asks could not be looked up
            g.no_session = True
        if isinstance(error, NotFound | Forbidden):
            status = 404
        return _error_page(status, words.sentence(error))

    app.register_error_handler(CSRFError, held_back)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[str, int]:
        return _error_page(error.code or 500, words.http_sentence(error.code or 500))

    @app.errorhandler(PyMongoError)
    def no_store(error: PyMongoError) -> tuple[str, int]:
        g.no_session = True
        _log.warning("store_away", error=type(error).__name__)
        return _error_page(503, words.http_sentence(503))


def _error_page(status: int, sentence: str) -> tuple[str, int]:
    return render_template("error.html", status=status, sentence=sentence), status


def _health(app: Flask) -> None:
    @app.get("/livez")
    def livez() -> Response:
        return jsonify(status="alive")

    @app.get("/readyz")
    def readyz() -> tuple[Response, int]:
        reasons = []
        try:
            with pymongo.timeout(1.0):
                gateway().ready()
        except PyMongoError as error:
            reasons = [f"the database does not answer ({type(error).__name__})"]
        return jsonify(ready=not reasons, reasons=reasons), 503 if reasons else 200
