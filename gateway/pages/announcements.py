"""Announcements: made and counted by the coordinator, read with one tap on people's first pages, and
behind links for guardians without an account."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from gateway import linked, stage1_words
from gateway.context import allowed, ask, finish, gateway, me, school_year, signed_in, tell, walk
from gateway.pages.family import guardian_in
from gateway.stage1_words import AUDIENCES
from gateway.words import iso_day, sentence
from shared.domain.errors import DomainError, Refused
from shared.domain.ids import ActorId, derived_id, new_id
from shared.tenancy.scope import Scope

blueprint = Blueprint("announcements", __name__)
blueprint.context_processor(stage1_words.for_templates)
LEADERS: Final = ("coordinator", "head")
READERS: Final = frozenset(
    {"mentor", "mentee", "guardian", "teacher", "psychologist", "social_worker"}
)
_FIRST_PAGES: Final = ("mentor.own", "agreement.show", "family.children", "roadmap.school")
_PATH: Final = "/v1/announcements/open/"


# Made and counted


@blueprint.get("/announcements")
@allowed(*LEADERS)
def listing() -> Any:
    after = request.args.get("after")
    query = {"year": school_year(), "limit": 20, **({"after": after} if after else {})}
    found = ask("participants", "/announcements", **query)
    today = gateway().clock.today()
    return render_template("announcements.html", found=found, year=school_year(), today=today)


@blueprint.post("/announcements")
@allowed(*LEADERS)
def make() -> Any:
    form, year = request.form, school_year()
    body = {
        "year": year,
        "audiences": [one for one in form.getlist("audiences") if one in AUDIENCES],
        "title": form.get("title", "").strip(),
        "text": form.get("text", "").strip(),
        "until": iso_day(form.get("until", "")),
    }
    return finish("participants", lambda: tell("participants", "/announcements", body),
                  url_for("announcements.listing", year=year),
                  _("It stands on their first pages now."))  # fmt: skip


@blueprint.post("/announcements/<announcement>/end")
@allowed(*LEADERS)
def end(announcement: str) -> Any:
    return finish(
        "participants", lambda: tell("participants", f"/announcements/{announcement}/end", {}),
        url_for("announcements.listing", year=school_year()), _("It is shown to nobody any more."),
    )  # fmt: skip


@blueprint.get("/announcements/<announcement>/links")
@allowed("coordinator")
def links(announcement: str) -> Any:
    """To be printed and handed out; whether somebody has read it already is not told."""
    rows = walk("participants", f"/announcements/{announcement}/links")
    slips = [
        {"name": row["name"] or "—", **linked.slip("announcements.read", row["token"])}
        for row in rows
    ]
    page = render_template(
        "announcement_links.html", slips=sorted(slips, key=lambda row: row["name"])
    )
    return linked.private(page)


# Read on one's own first page


@blueprint.app_context_processor
def on_first_page() -> dict[str, Any]:
    return {"announced": announced}


def announced() -> list[dict[str, Any]]:
    """What is announced to the reader of a first page, unread before read; nothing elsewhere."""
    found = me()
    if found is None or request.endpoint not in _FIRST_PAGES or request.view_args:
        return []  # a guardian looks at a child's page
    rows = [row for index, scope in _places() for row in _of(index, scope)]
    return sorted(rows, key=lambda row: bool(row["read"]))


def _places() -> list[tuple[int | None, Scope]]:
    """The chosen organisation, or every school of a guardian on the family's page."""
    found = signed_in()
    if request.endpoint == "family.children":
        return [
            (index, Scope(one.tenant, ActorId(found.account), frozenset({"guardian"}), one.person))
            for index, one in guardian_in(found.memberships)
        ]
    return [(None, found.scope())] if found.current and found.roles & READERS else []


def _of(index: int | None, scope: Scope) -> list[dict[str, Any]]:
    """The page is drawn without them where the service does not answer."""
    client = gateway().clients["participants"]
    params: dict[str, Any] = {"limit": 10}
    after, _, commit = request.args.get("c", "").partition(":")
    if after == "participants" and commit:
        params["after_commit"] = commit
    try:
        found = client.get("/v1/announcements/mine", scope, params=params)["items"]
    except DomainError:
        return []
    return [{**row, "index": index, "back": request.endpoint} for row in found]


@blueprint.post("/announcements/<announcement>/read")
def acknowledge(announcement: str) -> Any:
    """One tap; back to the page that it stood on."""
    found = me()
    if found is None:
        return redirect(url_for("auth.sign_in"))
    index = request.form.get("index", type=int)
    back = request.form.get("back", "")
    to = url_for(back) if back in _FIRST_PAGES else "/"
    one = dict(guardian_in(found.memberships)).get(index) if index is not None else None
    if one is not None:
        scope = Scope(one.tenant, ActorId(found.account), frozenset({"guardian"}), one.person)
    elif found.current is not None and index is None:
        scope = found.scope()
    else:
        abort(404)
    path = f"/v1/announcements/{announcement}/acknowledge"
    key = derived_id(request.form.get("key") or new_id(), path)
    return finish("participants",
                  lambda: gateway().clients["participants"].post(path, scope, {}, key=key),
                  to, _("Thank you, it is noted that you have read it."))  # fmt: skip


# Read behind a link


@blueprint.get("/n/<token>")
def read(token: str) -> Any:
    scope, secret = linked.place(token, "announcement-link")
    told = linked.asked("participants", scope, _PATH + secret)
    with force_locale(linked.language(told)):
        return linked.private(render_template("announcement.html", told=told))


@blueprint.post("/n/<token>")
def read_it(token: str) -> Any:
    scope, secret = linked.place(token, "announcement-link")
    told = linked.asked("participants", scope, _PATH + secret)
    with force_locale(linked.language(told)):
        linked.may_send(token)
        if told["open"]:
            key = request.form.get("key") or new_id()
            try:
                gateway().clients["participants"].post(_PATH + secret, scope, {}, key=key)
            except Refused as error:
                told = {**told, "open": False, "why": sentence(error)}
            else:
                told = {**told, "read": True}
        return linked.private(render_template("announcement.html", told=told))
