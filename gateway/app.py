"""The gateway's Flask application."""

from __future__ import annotations

import secrets as random_secrets
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, jsonify, render_template, request, session
from flask_babel import Babel, gettext
from flask_wtf.csrf import CSRFError, CSRFProtect
from pymongo.errors import PyMongoError

from gateway import assets
from gateway.accounts import Accounts, SetupLinks
from gateway.context import Gateway, me, school_year
from gateway.pages import BLUEPRINTS
from shared.clock import CellClock, is_demo
from shared.config import Settings
from shared.crypto.keyring import derive, master_key
from shared.crypto.vault import open_vault
from shared.domain.errors import DomainError, NotFound, Unavailable
from shared.http.client import ServiceClient
from shared.http.tokens import Issuer
from shared.mongo import connect
from shared.observability.logs import configure, logger

LANGUAGES = ("ru", "en")
UPLOAD_LIMIT = 10 * 2**20
_TRANSLATIONS = Path(__file__).with_name("translations")
_CSP = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
_log = logger(__name__)


def create_app(settings: Settings) -> Flask:
    """Made after a fork; talks to the services and to its own small store."""
    configure("gateway")
    compile_catalogues()
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=derive(master_key(settings.secrets, "gateway"), "cookies").hex(),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.urls["gateway"].startswith("https:"),
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT,
        BABEL_DEFAULT_LOCALE="ru",
        BABEL_TRANSLATION_DIRECTORIES=str(_TRANSLATIONS),
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["gateway"] = _gateway(settings)
    CSRFProtect(app)
    Babel(app, locale_selector=_language)
    app.register_blueprint(assets.blueprint)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _templates(app)
    _headers(app)
    _errors(app)
    _health(app)
    return app


def _gateway(settings: Settings) -> Gateway:
    client = connect(settings.mongo_url)
    db = client[settings.database("gateway")]
    vault = open_vault(settings, client)
    issuer = Issuer("gateway", settings.secrets)
    db.uploads.create_index("at", expireAfterSeconds=900)
    return Gateway(
        settings=settings,
        accounts=Accounts(db, vault),
        setup_links=SetupLinks(db),
        vault=vault,
        clock=CellClock(client[settings.database("control")]),
        clients={
            name: ServiceClient(url, issuer, name)
            for name, url in settings.urls.items()
            if name != "gateway"
        },
        uploads=db.uploads,
        demo=is_demo(settings),
    )


def compile_catalogues() -> None:
    """Makes the binary catalogues where they are missing or older than the texts."""
    for source in _TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as text:
                catalogue = read_po(text, locale=source.parent.parent.name)
            part = target.with_name(f"{target.name}.{random_secrets.token_hex(4)}")
            with part.open("wb") as binary:
                write_mo(binary, catalogue)
            part.replace(target)


def _language() -> str:
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or "ru"


def as_date(value: Any) -> str:
    """01.09.2026, from a date or an ISO string; nothing for nothing."""
    if isinstance(value, str) and value:
        value = date.fromisoformat(value[:10])
    return value.strftime("%d.%m.%Y") if isinstance(value, date | datetime) else ""


def _templates(app: Flask) -> None:
    app.jinja_env.filters["day"] = as_date
    app.jinja_env.globals["icon"] = assets.icon
    app.jinja_env.globals["new_key"] = lambda: random_secrets.token_hex(16)

    @app.context_processor
    def common() -> dict[str, Any]:
        return {
            "me": me(),
            "demo": app.extensions["gateway"].demo,
            "language": _language(),
            "year": school_year(),
        }


def _headers(app: Flask) -> None:
    @app.after_request
    def add(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _CSP
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        if not request.path.startswith("/assets/"):
            response.headers["Cache-Control"] = "no-store"
        return response


def _errors(app: Flask) -> None:
    def page(status: int, title: str, text: str) -> tuple[str, int]:
        return render_template("error.html", title=title, text=text), status

    @app.errorhandler(404)
    @app.errorhandler(405)
    def missing(error: Exception) -> Any:
        return page(
            404, gettext("Page not found"), gettext("There is no such page, or it is not for you.")
        )

    @app.errorhandler(413)
    def too_large(error: Exception) -> Any:
        return page(413, gettext("The file is too large"), gettext("Up to 10 MB are accepted."))

    @app.errorhandler(CSRFError)
    def stale(error: CSRFError) -> Any:
        text = gettext("The form was open too long. Go back, reload the page and send it again.")
        return page(400, gettext("The form has expired"), text)

    @app.errorhandler(NotFound)
    def unknown(error: NotFound) -> Any:
        return missing(error)

    @app.errorhandler(Unavailable)
    @app.errorhandler(PyMongoError)
    def away(error: Exception) -> Any:
        text = gettext(
            "A part of the platform does not answer. Nothing was changed; try again shortly."
        )
        return page(503, gettext("Try again shortly"), text)

    @app.errorhandler(DomainError)
    def refused(error: DomainError) -> Any:
        return page(409, gettext("That is not possible"), error.message)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Any:
        _log.error("failed", reason=type(error).__name__, route=str(request.url_rule))
        text = gettext("Something went wrong on our side; it was noted.")
        return page(500, gettext("Something went wrong"), text)


def _health(app: Flask) -> None:
    @app.get("/livez")
    def livez() -> Response:
        return jsonify(status="alive")

    @app.get("/readyz")
    def readyz() -> Response:
        app.extensions["gateway"].accounts.signed_in("x")
        return jsonify(ready=True, reasons=[])
