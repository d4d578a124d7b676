"""Accounts to look at the played year with: staff, and people of one pair with their guardian."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.setup import open_account, table
from infra.demo.town import School, Town
from shared.domain.ids import PersonId, TenantId

_STAFF = {
    "coordinator": "куратор", "head": "руководитель", "psychologist": "психолог",
    "teacher": "педагог",
}  # fmt: skip


def accounts(town: Town) -> list[str]:
    """Lines to print; the passwords are shown once."""
    gateway = open_gateway(town.settings)
    council = Membership(TenantId(town.council), ("municipal_admin",), "Город", "municipality")
    wanted = [("admin", council, "администратор муниципалитета")]
    for school in town.schools:
        wanted += _of_staff(school)
    wanted += _of_a_pair(town.schools[1])
    for name, tenant in sorted(town.companies.items()):
        member = Membership(TenantId(tenant), ("company_coordinator",), name, "company")
        wanted.append((name.replace("-", ""), member, "координатор предприятия"))
    return table([open_account(gateway, *one) for one in wanted])


def _of_staff(school: School) -> Iterator[tuple[str, Membership, str]]:
    for role, title in _STAFF.items():
        person = school.facts.get("head") if role == "head" else None
        yield (f"{role}{school.number}", _member(school, role, person),
               f"{title}, {school.name}")  # fmt: skip


def _of_a_pair(school: School) -> Iterator[tuple[str, Membership, str]]:
    """The first pair with a mentor of the school's own and a mentee whose guardian is known."""
    guardians = school.facts["guardians"]
    for pair in school.pairs:
        mentee = pair["mentees"][0]
        if mentee in guardians and pair["mentor"] in school.mentors:
            break
    else:
        return
    for role, person, title in (
        ("mentor", pair["mentor"], "наставник"), ("mentee", mentee, "наставляемый"),
        ("guardian", guardians[mentee], "родитель"),
    ):  # fmt: skip
        yield role, _member(school, role, person), f"{title}, {school.name}"


def _member(school: School, role: str, person: str | None) -> Membership:
    return Membership(
        TenantId(school.tenant),
        (role,),
        school.name,
        "school",
        PersonId(person) if person else None,
    )
