"""Style sheets, scripts and icons out of installed packages; nothing from another site."""

from __future__ import annotations

import importlib.util
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, send_file
from markupsafe import Markup

_FILES: Final = {
    "bootstrap.css": ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css", "text/css"),
    "htmx.js": ("js_lib_htmx", "static/htmx/htmx.min.js", "text/javascript"),
}
_SPRITE: Final = ("flask_bootstrap", "static/bootstrap5/icons/bootstrap-icons.svg")
_FAVICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3"'
    ' fill="#1d4f91"/><path d="M4 12V4l4 5 4-5v8" fill="none" stroke="#fff" stroke-width="2"/></svg>'
)

blueprint = Blueprint("assets", __name__)


def _inside(package: str, path: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {package} is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / path


@blueprint.get("/assets/<name>")
def asset(name: str) -> Response:
    if name not in _FILES:
        abort(404)
    package, path, kind = _FILES[name]
    return send_file(_inside(package, path), mimetype=kind, max_age=86400)


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    return Response(_FAVICON, mimetype="image/svg+xml")


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    sprite = _inside(*_SPRITE).read_text(encoding="utf-8")
    found = re.findall(
        r'<symbol[^>]*viewBox="([^"]+)"[^>]*id="([^"]+)"[^>]*>(.*?)</symbol>', sprite, re.S
    )
    return {
        name: f'<svg class="icon" width="16" height="16" fill="currentColor" aria-hidden="true"'
        f' viewBox="{box}">{body}</svg>'
        for box, name, body in found
    }


def icon(name: str) -> Markup:
    """The icon inlined, so that no page loads the whole sprite. Unknown names give nothing."""
    return Markup(_symbols().get(name, ""))
