"""Campaigns: who lacks a consent, links for all of them, how far it has come, reminders."""

from __future__ import annotations

from typing import Any

from services.participants.api.consent_campaigns_schemas import (
    CampaignLinksSchema,
    CampaignPageSchema,
    CampaignSchema,
    LackingQuerySchema,
    ReminderSchema,
)
from services.participants.api.support import (
    RowsSchema,
    listed,
    new_id,
    opened_fields,
    presentable,
    with_names,
)
from services.participants.application.consent_campaigns import (
    MadeLink,
    lacking,
    make_links,
    progress_of,
    signer_of,
)
from services.participants.application.people import known_contacts, names_of
from services.participants.domain.consent_campaign import commands
from services.participants.domain.consent_campaign.decider import CONSENT_CAMPAIGN
from services.participants.domain.consent_campaign.events import CampaignStarted
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    PagingSchema,
    current,
    reader,
    requires,
    run,
)

blp = Blueprint("consent_campaigns", __name__, url_prefix="/consents")


@blp.route("/lacking", methods=["GET"])
@requires("consent.campaign", seconds=30.0)
@blp.arguments(LackingQuerySchema, location="query")
@blp.response(200)
def who_lacks(args: dict[str, Any]) -> Any:
    """Candidates who have no consent for the purpose now, or will have none on the day."""
    now = current()
    people = lacking(
        now.service,
        now.scope,
        purpose=args["purpose"],
        role=args["role"],
        year=args["year"],
        group=args["group"],
        on=args["by"],
    )
    page, next = _page(people, args)
    rows = with_names([{"person": person} for person in page], why="who lacks a consent")
    return {"items": rows, "next": next, "total": len(people)}


@blp.route("/campaigns", methods=["POST"])
@requires("consent.campaign", seconds=30.0)
@blp.arguments(CampaignSchema)
@blp.response(200, AcceptedSchema)
def start(body: dict[str, Any]) -> Any:
    """Start asking all candidates of a group who lack the consent or will lack it on the day."""
    now = current()
    people = lacking(
        now.service,
        now.scope,
        purpose=body["purpose"],
        role=body["role"],
        year=body["year"],
        group=body["group"],
        on=body["due"],
    )
    id = new_id("consent_campaign")
    command = commands.Start(
        id,
        body["purpose"],
        body["role"],
        body["year"],
        Personal.of(body["group"].strip()),
        body["due"],
        body["until"],
        tuple(people),
        now.today,
    )
    return run(CONSENT_CAMPAIGN, id, command)


@blp.route("/campaigns", methods=["GET"])
@requires("consent.campaigns")
@blp.arguments(PagingSchema, location="query")
@blp.response(200, RowsSchema)
def list_campaigns(args: dict[str, Any]) -> Any:
    """The school's campaigns."""
    found = listed("consent_campaigns", args)
    rows = opened_fields(found.items, texts=("group",))
    for row in rows:
        row["size"] = len(row.pop("people"))
        del row["asked"], row["reminded"]
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/campaigns/<campaign>", methods=["GET"])
@requires("consent.campaigns", seconds=30.0)
@blp.arguments(CampaignPageSchema, location="query")
@blp.response(200)
def show(args: dict[str, Any], campaign: str) -> Any:
    """One campaign: counts over everybody, and a page of people with who signs and the last step."""
    now = current()
    known = opened_fields([reader("consent_campaigns").get(campaign)], texts=("group",))[0]
    state = now.service.handler.existing(now.scope, CONSENT_CAMPAIGN, campaign).state
    terms = state.terms
    if terms is None:
        raise NotFound("there is no such campaign")
    progress = progress_of(now.service, now.scope, state)
    counts = {name: 0 for name in ("done", "declined", "asked", "left")}
    for one in progress.values():
        counts[one] += 1
    people = sorted(p for p, one in progress.items() if args["progress"] in (None, one))
    page, next = _page(people, args)
    rows = [
        {
            "person": person, "progress": progress[person],
            "asked_on": known["asked"].get(person), "reminded_on": known["reminded"].get(person),
        }
        for person in page
    ]  # fmt: skip
    return {
        **{
            f: known[f]
            for f in ("id", "purpose", "role", "year", "group", "due", "until", "status")
        },
        "size": len(terms.people),
        "counts": counts,
        "items": with_names(_with_signers(rows, terms), why="consent campaign"),
        "next": next,
    }


@blp.route("/campaigns/<campaign>/links", methods=["POST"])
@requires("consent.campaign", seconds=60.0)
@blp.arguments(CampaignLinksSchema)
@blp.response(200)
def links(body: dict[str, Any], campaign: str) -> Any:
    """Make links for all who have none, or anew for those named; tokens are answered only here."""
    now = current()
    made = make_links(
        now.service,
        now.scope,
        campaign,
        [PersonId(person) for person in body["people"]],
        language=body["language"],
        days=body["days"],
        key=now.key,
    )
    return {"id": campaign, "links": _shown_links(made)}


@blp.route("/campaigns/<campaign>/remind", methods=["POST"])
@requires("consent.campaign")
@blp.arguments(ReminderSchema)
@blp.response(200, AcceptedSchema)
def remind(body: dict[str, Any], campaign: str) -> Any:
    """Note that people were reminded of their links."""
    people = tuple(dict.fromkeys(PersonId(person) for person in body["people"]))
    return run(CONSENT_CAMPAIGN, campaign, commands.Remind(people, current().today))


@blp.route("/campaigns/<campaign>/close", methods=["POST"])
@requires("consent.campaign")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def close(body: dict[str, Any], campaign: str) -> Any:
    """Stop asking; what was answered stays."""
    return run(CONSENT_CAMPAIGN, campaign, commands.Close(current().today))


def _page(people: list[PersonId], args: dict[str, Any]) -> tuple[list[PersonId], str | None]:
    """People in the order of their ids; the cursor is the last of the page before."""
    rest = [person for person in people if args["after"] is None or person > args["after"]]
    page = rest[: args["limit"]]
    return page, page[-1] if len(rest) > len(page) else None


def _with_signers(rows: list[dict[str, Any]], terms: CampaignStarted) -> list[dict[str, Any]]:
    now = current()
    for row in rows:
        signer, obstacle = signer_of(now.service, now.scope, terms, row["person"])
        row |= {"signer": signer, "obstacle": obstacle}
    signers = [row["signer"] for row in rows if row["signer"]]
    names = names_of(now.service, now.scope, signers, why="consent campaign")
    contacts = known_contacts(now.service, now.scope, signers)
    for row in rows:
        row["signer_name"] = names.get(row["signer"])
        row["contact"] = contacts.get(row["signer"])
    return rows


def _shown_links(made: list[MadeLink]) -> list[dict[str, Any]]:
    now = current()
    everybody = [p for one in made for p in (one.signer, *one.people)]
    names = names_of(now.service, now.scope, everybody, why="consent campaign")
    contacts = known_contacts(now.service, now.scope, [one.signer for one in made])
    return [
        {
            "signer": one.signer,
            "signer_name": names.get(one.signer),
            "contact": contacts.get(one.signer),
            "people": [{"id": p, "name": names.get(p)} for p in one.people],
            "token": one.token,
        }
        for one in made
    ]
