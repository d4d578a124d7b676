"""Who comes by invitation: a company by link; and a coordinator who takes over another's work."""

from __future__ import annotations

from functools import partial

from infra.demo.asking import Caller, Refusal, wait_for
from infra.demo.gathering import at_least
from infra.demo.town import School, Town

_INN, _WRONG_INN = "7700001235", "7700001234"


def company(town: Town, key: str, name: str) -> None:
    """Invited, applying without an account, verified by the municipality."""
    admin = town.asking.caller(town.council, "municipal_admin")
    token = admin.post("participants", "/companies/invitations", {"name": name})["token"]
    page = town.asking.caller(town.council, "service")
    path = f"/companies/links/{token}"
    if not page.get("participants", path)["open"]:
        raise AssertionError("the invitation is not open")
    said = {"name": name, "inn": _WRONG_INN, "contact": "Лидия Осипова, отдел кадров"}
    try:
        page.post("participants", path, said)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
    else:
        raise AssertionError("a wrong number of a taxpayer was taken")
    id = str(page.post("participants", path, {**said, "inn": _INN})["id"])
    applied = admin.until("participants", "/companies", partial(at_least, 1), standing="applied")
    if [row["id"] for row in applied] != [id]:
        raise AssertionError(f"who applied: {applied}")
    admin.post("participants", f"/companies/{id}/accept")
    known = town.asking.caller(id, "company_coordinator")
    admin.until("participants", "/companies", partial(at_least, 1), standing="verified")
    town.companies[key] = id
    wait_for(lambda: _name_of(known), name.__eq__, "the verified company's name")
    town.say(f"{name}: приглашение по ссылке, заявка с ИНН {_INN}, подтверждено муниципалитетом")


def _name_of(company: Caller) -> str:
    """Nothing as long as its own tenant's read model has not heard of it."""
    try:
        return str(company.get("participants", "/organisations/self")["name"])
    except Refusal as refusal:
        if refusal.status != 404:
            raise
        return ""


def hand_over(school: School) -> None:
    """The former coordinator loses the role on the day the successor gets the work."""
    head = school.head
    former, successor = (
        head.post("participants", "/staff", {"name": name, "role": role})["id"]
        for name, role in (("Рогова Инна Львовна", "coordinator"), ("Ершов Олег Ильич", "teacher"))
    )
    body = {"role": "coordinator", "to": successor}
    head.post("participants", f"/staff/{former}/hand-over", body)
    left, _ = wait_for(
        lambda: [_roles(school, person) for person in (former, successor)],
        lambda both: "coordinator" in both[1],
        "the successor's role",
    )
    if "coordinator" in left:
        raise AssertionError(f"the former coordinator keeps {left}")
    school.town.say(f"{school.name}: дела координатора переданы, доступ прежнего закрыт")


def _roles(school: School, person: str) -> list[str]:
    """As the gateway asks before it lets somebody in."""
    judge = school.town.asking.caller(school.tenant, "service")
    return list(judge.get("participants", f"/staff/{person}/roles")["roles"])
