"""The register of people: who is shown by name, and to whom, is decided here."""

from __future__ import annotations

from typing import Any

from services.participants.api.people_schemas import (
    CandidacySchema,
    MailAddressesSchema,
    NamesSchema,
    PeopleQuerySchema,
    PersonSchema,
    RemoveCandidacySchema,
    WhyQuerySchema,
)
from services.participants.api.support import (
    RowsSchema,
    is_staff,
    listed,
    new_id,
    opened_fields,
    presentable,
)
from services.participants.application.mail_addresses import mail_addresses
from services.participants.application.people import (
    existing_person,
    names_of,
    opened,
    record_read,
)
from services.participants.application.registering import enter_as_candidate
from services.participants.application.search import found_by_name
from services.participants.application.verification import require_verified
from services.participants.domain.person import commands
from services.participants.domain.person.decider import PERSON
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    accepted,
    current,
    requires,
    run,
)

blp = Blueprint("people", __name__, url_prefix="/people")


def _personal(body: dict[str, Any]) -> tuple[Personal, Personal, Personal]:
    birth = body["birth_date"]
    return (
        Personal.of(body["name"].strip()),
        Personal.of(birth.isoformat() if birth else ""),
        Personal.of(body["contact"].strip()),
    )


@blp.route("", methods=["POST"])
@requires("person.write")
@blp.arguments(PersonSchema)
@blp.response(200, AcceptedSchema)
def register(body: dict[str, Any]) -> Any:
    """Enter a person in the register."""
    now = current()
    require_verified(now.service, now.scope)
    person = PersonId(new_id("person"))
    return run(PERSON, person, commands.Register(person, *_personal(body)))


@blp.route("", methods=["GET"])
@requires("person.read")
@blp.arguments(PeopleQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_people(args: dict[str, Any]) -> Any:
    """People of the register; ``q`` finds them by the beginnings of words of the name."""
    now = current()
    wanted: dict[str, Any] = {"merged_into": {"$eq": None}}
    if args["q"]:
        wanted["id"] = {"$in": found_by_name(now.service, now.scope, args["q"])}
    found = listed("people", args, wanted)
    texts = ("name", "birth_date", "contact", "group")
    items = opened_fields(found.items, texts=texts)
    record_read(now.service, now.scope, [row["id"] for row in items], "register", texts)
    return {"items": [presentable(row) for row in items], "next": found.next}


@blp.route("/names", methods=["POST"])
@requires("person.names")
@blp.arguments(NamesSchema)
@blp.response(200)
def names(body: dict[str, Any]) -> Any:
    """Names of those whom the viewer may see; the others are left out."""
    now = current()
    people = [PersonId(person) for person in body["people"]]
    if not is_staff():
        people = [person for person in people if person in _around(now.scope.person)]
    return {"names": names_of(now.service, now.scope, people, why=body["why"])}


@blp.route("/mail-addresses", methods=["POST"])
@requires("person.write_to")
@blp.arguments(MailAddressesSchema)
@blp.response(200)
def addresses(body: dict[str, Any]) -> Any:
    """Where letters go, for the services that send them; of the others, why they get none."""
    now = current()
    people = [PersonId(person) for person in body["people"]]
    found = mail_addresses(now.service, now.scope, people, body["basis"])
    return {"addresses": found.addresses, "without": found.without}


def _around(person: PersonId | None) -> set[str]:
    """The viewer, their children, and those with whom they or these are in a pair."""
    if person is None:
        return set()
    now = current()
    links = now.service.views.reader(now.scope, "guardianships")
    children = [row["child"] for row in links.all({"guardian": person, "confirmed": True})]
    circle = [person, *children]
    pairs = now.service.views.reader(now.scope, "pairings").all(
        {"$or": [{"mentor": person}, {"mentees": {"$in": circle}}]}
    )
    seen = set(circle)
    for pair in pairs:
        seen.add(pair["mentor"])
        if pair["mentor"] == person:
            seen.update(pair["mentees"])
    return seen


@blp.route("/<person>", methods=["GET"])
@requires("person.read")
@blp.arguments(WhyQuerySchema, location="query")
@blp.response(200)
def show(args: dict[str, Any], person: str) -> Any:
    """One person; why they were looked at is recorded."""
    now = current()
    state = existing_person(now.service, now.scope, PersonId(person))
    what = ("name", "birth_date", "contact", "group")
    record_read(now.service, now.scope, [person], args["why"], what)
    return {
        "id": person,
        "name": opened(now.service, now.scope, state.name),
        "birth_date": opened(now.service, now.scope, state.birth_date),
        "contact": opened(now.service, now.scope, state.contact),
        "group": opened(now.service, now.scope, state.group),
        "minor": state.minor,
        "cards": sorted(state.cards),
        "merged_into": state.merged_into,
        "candidacies": [{"role": role, "year": year} for role, year in sorted(state.candidacies)],
    }


@blp.route("/<person>", methods=["PUT"])
@requires("person.write")
@blp.arguments(PersonSchema)
@blp.response(200, AcceptedSchema)
def correct(body: dict[str, Any], person: str) -> Any:
    """Correct name, birth date or contact."""
    return run(PERSON, person, commands.Correct(*_personal(body)))


@blp.route("/<person>/candidacies", methods=["POST"])
@requires("candidate.write")
@blp.arguments(CandidacySchema)
@blp.response(200, AcceptedSchema)
def enter(body: dict[str, Any], person: str) -> Any:
    """Put the person on a year's list of mentees or mentors."""
    now = current()
    return accepted(
        enter_as_candidate(now.service, now.scope, PersonId(person), **body, key=now.key)
    )


@blp.route("/<person>/candidacies/remove", methods=["POST"])
@requires("candidate.write")
@blp.arguments(RemoveCandidacySchema)
@blp.response(200, AcceptedSchema)
def remove(body: dict[str, Any], person: str) -> Any:
    """Take the person off a year's list."""
    return run(PERSON, person, commands.RemoveCandidate(body["role"], body["year"]))


@blp.route("/<person>/erase", methods=["POST"])
@requires("person.erase")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def erase(body: dict[str, Any], person: str) -> Any:
    """Erase the person here and at every school that holds a card of them."""
    return run(PERSON, person, commands.Erase())
