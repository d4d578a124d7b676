"""What an organisation tells the public: a page, feeds, a block for other sites, pictures. Everything is
asked for anew each time, so that nothing outlives the consent to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Final, TypeVar, cast

from flask import Blueprint, Response, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from gateway import figures_words, public_words
from gateway.addresses import outside
from gateway.context import gateway
from gateway.feeds import ATOM, JSON_FEED, Feed, FeedItem, as_atom, as_json_feed
from gateway.framing import framed_by
from gateway.pages.municipality import network_chart, progress_chart
from gateway.public_words import KINDS
from gateway.telling import (
    Doc,
    Told,
    asked_year,
    numbers_of,
    picture_address,
    picture_url,
    public_scope,
    public_site,
    school_names,
    told_by,
)
from gateway.words import word
from shared.domain.errors import Unavailable

blueprint = Blueprint("results", __name__)
blueprint.context_processor(figures_words.for_templates)
blueprint.context_processor(public_words.for_templates)
V = TypeVar("V", bound=Callable[..., Any])
COUNTED: Final = ("mentees", "mentors", "pairs", "pairs_closed", "mentees_satisfied",
                  "mentors_satisfied")  # fmt: skip
_BLOCK: Final = 5
"""So many items stand in the block for other sites."""
_NO_COPIES: Final = "noarchive, nosnippet, noimageindex"
"""The page may be found; what it tells of people may not be kept by a search engine."""


def kind_when_away(template: str) -> Callable[[V], V]:
    """Without an answer on consents nothing is shown, and whoever came is told so in plain words."""

    def decorate(view: V) -> V:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            try:
                return view(*args, **kwargs)
            except Unavailable:
                g.no_session = True
                answer = make_response(render_template(template), 503)
                answer.headers["Retry-After"] = "60"
                return answer

        return cast(V, guarded)

    return decorate


@blueprint.get("/results/<tenant>")
@kind_when_away("public_away.html")
def show(tenant: str) -> Any:
    """One year with its numbers, or the latest that there is anything of."""
    wanted = asked_year()
    told = told_by(tenant, year=wanted, after=request.args.get("after"))
    numbers = numbers_of(told, wanted)
    years = sorted({*told.years, *(numbers["years"] if numbers else ())}, reverse=True)
    charts = _charts(told, numbers["told"]) if numbers and numbers["told"] else None
    page = make_response(
        render_template(
            "results.html", told=told, numbers=numbers, years=years, wanted=wanted, charts=charts,
            counted=COUNTED, picture_url=picture_url, groups=_grouped(told.items),
        )
    )  # fmt: skip
    page.headers["X-Robots-Tag"] = _NO_COPIES
    return page


def _grouped(items: list[Doc]) -> dict[str, list[Doc]]:
    groups = {kind: [item for item in items if item["kind"] == kind] for kind in KINDS}
    return {kind: found for kind, found in groups.items() if found}


def _charts(told: Told, numbers: Doc) -> Doc:
    """Drawn from published numbers only."""
    title = _("Items of the roadmap done, stage by stage")
    charts: Doc = {"progress": progress_chart([numbers["stages"]], title), "network": None}
    if numbers.get("ties"):
        ends = [end for tie in numbers["ties"] for end in (tie["home"], tie["school"])]
        names = school_names(public_scope(told.about["id"]), ends)
        charts["network"] = network_chart(numbers["ties"], names)
    return charts


@blueprint.get("/results/<tenant>/images/<publication>")
def picture(tenant: str, publication: str) -> Response:
    """While everybody on it consents."""
    answer = gateway().clients["reporting"].request(
        "GET", f"/v1/public/items/{publication}/picture", public_scope(tenant), seconds=15.0
    )  # fmt: skip
    headers = {"Content-Security-Policy": "default-src 'none'", "X-Robots-Tag": "noindex"}
    return Response(answer.content, mimetype=answer.headers["Content-Type"], headers=headers)


@blueprint.get("/results/<tenant>/feed.<any(json, atom):kind>")
def feed(tenant: str, kind: str) -> Response:
    """The newest items of all years. Readers are asked to keep none of it."""
    g.language, g.no_session = _language(), True
    try:
        made = _feed(told_by(tenant), kind)
    except Unavailable:
        return Response(_("Please try again in a minute."), 503, {"Retry-After": "60"})
    answer = Response(_as_json(made) if kind == "json" else as_atom(made))
    answer.headers["Content-Type"] = f"{JSON_FEED if kind == 'json' else ATOM}; charset=utf-8"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _as_json(made: Feed) -> str:
    return json.dumps(as_json_feed(made), ensure_ascii=False)


def _feed(told: Told, kind: str) -> Feed:
    tenant, now = told.about["id"], gateway().clock.now()
    return Feed(
        id=tenant,
        title=_("Mentoring: %(name)s", name=told.about["name"]),
        author=told.about["name"],
        language=g.language,
        home=outside("results.show", tenant=tenant),
        address=outside(
            "results.feed",
            tenant=tenant,
            kind=kind,
            language=g.language if "language" in request.args else None,
        ),
        asked=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        items=[_feed_item(told, item) for item in told.items],
        gone=[(one["id"], one["at"]) for one in told.gone],
    )


def _feed_item(told: Told, item: Doc) -> FeedItem:
    home = outside("results.show", tenant=item["owner"])
    return FeedItem(
        id=item["id"],
        url=f"{home}#i-{item['id']}",
        title=item["title"],
        text=item["text"],
        kind=word(KINDS, item["kind"]),
        published=f"{date.fromisoformat(item['published_on']).isoformat()}T00:00:00Z",
        changed=item["changed_at"],
        author=item.get("name") or told.about["name"],
        picture=picture_address(item) if item["picture"] else None,
        alt=item["alt"],
    )


@blueprint.get("/embed/<tenant>")
def embed(tenant: str) -> Any:
    """For the sites that the head has named, inside theirs: no cookie, no script, no form."""
    g.language, g.no_session = _language(), True
    kind = request.args.get("kind", "")
    framed_by(public_site(tenant)["sites"])
    answer = _embed(tenant, kind if kind in KINDS else None)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@kind_when_away("embed_away.html")
def _embed(tenant: str, kind: str | None) -> Response:
    told = told_by(tenant)
    items = [item for item in told.items if kind in (None, item["kind"])]
    shown = items[:_BLOCK]
    more = ngettext("and %(num)s more", "and %(num)s more", len(items) - _BLOCK)
    return make_response(
        render_template(
            "embed.html", told=told, items=shown, picture_url=picture_url,
            more=more if len(items) > _BLOCK else "",
        )
    )  # fmt: skip


def _language() -> str:
    """The address says it: neither feed nor block reads a cookie."""
    return "en" if request.args.get("language") == "en" else "ru"
