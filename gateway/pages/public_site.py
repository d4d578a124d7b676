"""7.6: the addresses of the public page and its feeds, the block for other sites, and which may show it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext as _

from gateway import public_words
from gateway.addresses import outside, readable_site
from gateway.context import allowed, ask, finish, signed_in, tell
from gateway.pages.publications import PUBLISHERS
from gateway.words import sentence
from shared.domain.errors import DomainError, Invalid

blueprint = Blueprint("public_site", __name__)
blueprint.context_processor(public_words.for_templates)
_MANAGERS = ("head", "municipal_admin", "company_coordinator")


@blueprint.get("/public-page")
@allowed(*PUBLISHERS)
def show() -> Any:
    return _page()


def _page(typed: str | None = None, status: int = 200) -> Any:
    tenant, site = signed_in().scope().tenant, ask("reporting", "/public-site")
    site["sites"] = [readable_site(one) for one in site["sites"]]
    current = signed_in().current
    company = current is not None and current.kind == "company"
    addresses = {
        "page": outside("results.show", tenant=tenant),
        "atom": outside("results.feed", tenant=tenant, kind="atom"),
        "json": outside("results.feed", tenant=tenant, kind="json"),
        "block": outside("results.embed", tenant=tenant),
    }
    page = render_template(
        "public_site.html", site=site, addresses=addresses, tenant=tenant, company=company,
        typed="\n".join(site["sites"]) if typed is None else typed,
        manages=bool(signed_in().roles & set(_MANAGERS)),
    )  # fmt: skip
    return page, status


@blueprint.post("/public-page/sites")
@allowed(*_MANAGERS)
def allow() -> Any:
    """One site a line; what is no site comes back with what was typed."""
    typed = request.form.get("sites", "")
    body = {"sites": [line.strip() for line in typed.splitlines() if line.strip()]}
    try:
        done = tell("reporting", "/public-site/sites", body, method="PUT")
    except Invalid:
        flash(_("One line is no address of a site with HTTPS, such as https://school.example, or"
                " there are more than 20."), "danger")  # fmt: skip
        return _page(typed, 422)
    except DomainError as error:
        flash(sentence(error), "danger")
        return _page(typed, 409)
    return finish("reporting", lambda: done, url_for("public_site.show"),
                  _("The list of sites is kept."))  # fmt: skip


@blueprint.post("/public-page/numbers")
@allowed(*_MANAGERS)
def numbers() -> Any:
    shown = request.form.get("shown") == "yes"
    said = (
        _("The numbers stand on the public page.")
        if shown
        else _("The numbers are off the public page.")
    )
    return finish(
        "reporting",
        lambda: tell("reporting", "/public-site/numbers", {"shown": shown}, method="PUT"),
        url_for("public_site.show"), said,
    )  # fmt: skip
