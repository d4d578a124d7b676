"""The roadmap through the year: drafted, approved, changed by a new approval, printed, copied."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from infra.demo.asking import Refusal, wait_for
from infra.demo.town import School

SITE = "https://demo.example"


def draft(school: School) -> None:
    """The 35 items with usual dates; a psychologist is named for one; the head approves."""
    town, staff = school.town, school.coordinator
    dates = {"starts": town.starts.isoformat(), "ends": town.ends.isoformat()}
    staff.post("reporting", "/roadmaps", {"year": town.year, **dates})
    head = school.head
    name = ("Тихонова", "Рогова", "Белкина")[school.number - 1]
    body = {"name": f"{name} Вера Сергеевна", "role": "psychologist"}
    school.facts["specialist"] = head.post("participants", "/staff", body)["id"]
    _in_charge(school, "7.4", 0)
    _approve(school, 1)


def change(school: School) -> None:
    """The closing measurement takes a fortnight longer: a draft beside edition 1, then edition 2."""
    _in_charge(school, "7.4", 14)
    path = f"/roadmaps/{school.programme}"
    changed = school.coordinator.get("reporting", f"{path}/changes")
    items = [change["item"] for change in changed["items"]]
    if (changed["edition"], items) != (1, ["7.4"]):
        raise Refusal(200, f"{path}/changes", {"detail": f"tells of {items}"})
    _approve(school, 2)


def _in_charge(school: School, item: str, more: int) -> None:
    path = f"/roadmaps/{school.programme}"
    staff = school.coordinator
    board: dict[str, Any] = wait_for(
        lambda: _found(school), lambda found: bool(found.get("items")), "the roadmap"
    )
    line = next(one for one in board["items"] if one["item"] == item)
    ends = date.fromisoformat(line["ends"]) + timedelta(days=more)
    plan = {
        "item": item, "starts": line["starts"], "ends": ends.isoformat(),
        "person": school.facts["specialist"], "role": None,
    }  # fmt: skip
    done = staff.put("reporting", f"{path}/items", {"items": [plan]})
    staff.get("reporting", path, after_commit=done["commit"])


def _found(school: School) -> dict[str, Any]:
    try:
        return school.coordinator.get("reporting", f"/roadmaps/{school.programme}")
    except Refusal:
        return {}


def _approve(school: School, edition: int) -> None:
    path = f"/roadmaps/{school.programme}"
    done = school.head.post("reporting", f"{path}/approve", again=str(edition))
    school.head.post("reporting", f"{path}/issue?after_commit={done['commit']}", {"site": SITE})


def print_and_copy(school: School) -> None:
    """Both editions, the report of execution, and the next year's draft."""
    town, path = school.town, f"/roadmaps/{school.programme}"
    town.directory.mkdir(parents=True, exist_ok=True)
    for name, part in (
        ("edition-1", "/editions/1/document"),
        ("edition-2", "/editions/2/document"),
        ("execution", "/execution"),
    ):
        for format in ("pdf", "docx"):
            file = school.coordinator.raw("reporting", f"{path}{part}?format={format}")
            target = f"roadmap-{name}-school-{school.number}.{format}"
            (town.directory / target).write_bytes(file)
    school.coordinator.post("reporting", f"{path}/copy")
