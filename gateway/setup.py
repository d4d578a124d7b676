"""What an empty store gets: the demo municipality with accounts, or a link for the first one."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from gateway.accounts import Membership
from shared.clock import make_demo
from shared.config import Settings
from shared.domain.ids import ActorId, TenantId, derived_id
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from gateway.context import Gateway

MUNICIPALITY: Final = "Город N"
SCHOOLS: Final = ("Школа № 1", "Школа № 2", "Школа № 3")
COMPANIES: Final = ("Завод", "Банк")
_STAFF: Final = {
    "coordinator": "куратор", "head": "руководитель", "psychologist": "психолог",
}  # fmt: skip
# No l, 1, O, 0: people type these from a screen.
_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"


def prepare(settings: Settings, demo: bool) -> list[str]:
    """Lines to print; none where the store has accounts already."""
    from gateway.app import open_gateway

    gateway = open_gateway(settings)
    if not gateway.accounts.empty:
        return []
    if demo:
        make_demo(settings)
        return _demo(gateway)
    token = gateway.setup_links.make()
    return [
        "The store is empty. Open this link once to set up the municipality:",
        f"  {settings.urls['gateway']}/setup/{token}",
    ]


def first_administrator(gateway: Gateway, token: str, name: str, login: str, password: str) -> None:
    """Registers the municipality and its administrator; the link is used up when both are there."""
    tenant = TenantId(derived_id("municipality", gateway.settings.cell))
    register(gateway, tenant, tenant, "municipality", name)
    gateway.accounts.create(
        login, password, [Membership(tenant, ("municipal_admin",), name, "municipality")]
    )
    gateway.setup_links.use_up(token)


def register(gateway: Gateway, council: TenantId, id: TenantId, kind: str, name: str) -> None:
    """Asking again changes nothing: the id and the key follow from the name."""
    scope = Scope(council, ActorId("gateway"), frozenset({"service"}))
    body = {"kind": kind, "name": name, **({} if kind == "municipality" else {"id": id})}
    gateway.clients["participants"].post(
        "/v1/organisations", scope, body, key=derived_id("register", id, name), seconds=30.0
    )


def _demo(gateway: Gateway) -> list[str]:
    """Organisations first: a run that breaks off there can be repeated."""
    council = _id(gateway, MUNICIPALITY)
    register(gateway, council, council, "municipality", MUNICIPALITY)
    for kind, names in (("school", SCHOOLS), ("company", COMPANIES)):
        for name in names:
            register(gateway, council, _id(gateway, name), kind, name)
    admin = Membership(council, ("municipal_admin",), MUNICIPALITY, "municipality")
    rows = [open_account(gateway, "admin", admin, f"администратор, {MUNICIPALITY}")]
    for number, name in enumerate(SCHOOLS, 1):
        for role, title in _STAFF.items():
            member = Membership(_id(gateway, name), (role,), name, "school")
            rows.append(open_account(gateway, f"{role}{number}", member, f"{title}, {name}"))
    for number, name in enumerate(COMPANIES, 1):
        member = Membership(_id(gateway, name), ("company_coordinator",), name, "company")
        rows.append(open_account(gateway, f"company{number}", member, f"координатор, {name}"))
    return table(rows)


def _id(gateway: Gateway, name: str) -> TenantId:
    return TenantId(derived_id("demo", gateway.settings.cell, name))


def open_account(
    gateway: Gateway, login: str, member: Membership, who: str
) -> tuple[str, str, str]:
    """(login, password, who); the password is kept nowhere else."""
    password = new_password()
    gateway.accounts.create(login, password, [member])
    return login, password, who


def new_password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def table(rows: list[tuple[str, str, str]]) -> list[str]:
    """Of (login, password, who), to be shown once."""
    lines = ["Accounts of the demo municipality (shown once):"]
    for login, password, who in [("login", "password", "who"), *rows]:
        lines.append(f"  {login:<14}  {password:<14}  {who}")
    return lines
