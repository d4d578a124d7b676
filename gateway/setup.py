"""The first start on an empty store: a demo municipality, or a link for the first administrator."""

from __future__ import annotations

import secrets

from gateway.accounts import Accounts, Membership, SetupLinks
from shared.clock import make_demo
from shared.config import Settings
from shared.crypto.vault import open_vault
from shared.domain.ids import ActorId, PersonId, TenantId, derived_id
from shared.http.client import ServiceClient
from shared.http.tokens import Issuer
from shared.mongo import connect
from shared.tenancy.scope import Scope

_SCHOOLS = ("Школа № 1", "Школа № 2", "Школа № 3")
_COMPANIES = ("Завод", "Банк")


def prepare(settings: Settings, demo: bool) -> list[str]:
    """Lines for the console; none on a store that has accounts. Safe to repeat."""
    client = connect(settings.mongo_url)
    db = client[settings.database("gateway")]
    accounts = Accounts(db, open_vault(settings, client))
    if not accounts.empty:
        return []
    if not demo:
        token = SetupLinks(db).make()
        return [
            "The store is empty. Make the first administrator here (the link works once):",
            f"  {settings.urls['gateway']}/setup/{token}",
        ]
    make_demo(settings)
    rows = _seed(settings, accounts)
    width = max(len(row[0]) for row in rows)
    return [
        "A demo municipality was made. These passwords are shown once:",
        *(f"  {login:{width}}  {password}  {who}" for login, password, who in rows),
    ]


def _seed(settings: Settings, accounts: Accounts) -> list[tuple[str, str, str]]:
    issuer = Issuer("gateway", settings.secrets)
    participants = ServiceClient(settings.urls["participants"], issuer, "participants")
    council = TenantId(derived_id("demo", settings.cell, "municipality"))
    admin = Scope(council, ActorId("setup"), frozenset({"municipal_admin"}))

    def register(kind: str, name: str) -> TenantId:
        body = {"kind": kind, "name": name}
        key = derived_id("setup", settings.cell, name)
        return TenantId(participants.post("/v1/organisations", admin, body, key=key)["id"])

    register("municipality", "Город Заречный")
    made = [("admin", Membership(council, ("municipal_admin",), "Город Заречный", "municipality"))]
    for number, name in enumerate(_SCHOOLS, 1):
        school = register("school", name)
        for role in ("coordinator", "head", "psychologist"):
            made.append((f"{role}{number}", Membership(school, (role,), name, "school")))
        if number == 1:
            person = _person(participants, school, "Лебедева Анна Игоревна", settings.cell)
            made.append(("mentor1", Membership(school, ("mentor",), name, "school", person)))
    for number, name in enumerate(_COMPANIES, 1):
        company = register("company", name)
        member = Membership(company, ("company_coordinator",), name, "company")
        made.append((f"company{number}", member))
    return [
        (
            login,
            _account(accounts, login, member),
            f"{', '.join(member.roles)} · {member.organisation}",
        )
        for login, member in made
    ]


def _account(accounts: Accounts, login: str, member: Membership) -> str:
    password = secrets.token_urlsafe(9)
    accounts.create(login, password, [member])
    return password


def _person(participants: ServiceClient, school: TenantId, name: str, cell: str) -> PersonId:
    scope = Scope(school, ActorId("setup"), frozenset({"coordinator"}))
    body = {"name": name, "birth_date": "1985-04-12"}
    key = derived_id("setup", cell, name)
    return PersonId(participants.post("/v1/people", scope, body, key=key)["id"])
