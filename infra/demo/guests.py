"""The first parents' meeting: invited by letter, answered behind the link, arrived by the door's code."""

from __future__ import annotations

import re
from typing import Any

from infra.demo.asking import wait_for
from infra.demo.town import School

PARENTS = ("Смирнова Ольга Викторовна", "Кузнецов Павел Андреевич", "Егорова Нина Львовна")


def parents_meeting(school: School) -> None:
    """1.2: no base knows parents yet, so three who agreed are named, the others counted."""
    town, staff = school.town, school.coordinator
    today = staff.get("meetings", "/rules")["today"]
    plan = {"item": "1.2", "year": town.year, "title": "Родительское собрание", "date": today,
            "place": "актовый зал"}  # fmt: skip
    event = str(staff.post("meetings", "/outreach", plan)["id"])
    path = f"/outreach/{event}"
    for number, name in enumerate(PARENTS):
        guest = {"audience": "guardians", "name": name, "address": _address(school, number),
                 "consented": True}  # fmt: skip
        staff.post("meetings", f"{path}/guests/named", guest)
    staff.post("meetings", f"{path}/guests/counts", {"audience": "guardians", "invited": 40})
    code = staff.get("meetings", f"{path}/door")["code"]
    door = town.asking.caller(school.tenant, "service")
    for number, link in enumerate(_links(school, event)):
        coming = number != 1
        door.post("meetings", f"{path}/rsvp/{link}", {"coming": coming})
        if coming:
            door.post("meetings", f"{path}/rsvp/{link}/arrive", {"code": code})
    staff.post("meetings", f"{path}/arrivals", {"audience": "guardians", "by": 31})
    held = {"held_on": today, "attended": 35, "material": "протокол № 1",
            "by_audience": {"guardians": 33, "teachers": 2}}  # fmt: skip
    staff.post("meetings", f"{path}/hold", held)


def _address(school: School, number: int) -> str:
    return f"parent-{number + 1}.school-{school.number}@example.org"


def _links(school: School, event: str) -> list[str]:
    """Person and secret of each invitation: from the letters, where they are at hand."""
    mail, staff = school.town.mail, school.coordinator
    if mail is None:
        secrets = staff.get("meetings", f"/outreach/{event}/guests/links")["secrets"]
        return [f"{person}/{secret}" for person, secret in secrets.items()]
    texts = [_letter(school, number) for number in range(len(PARENTS))]
    found = [re.search(rf"/e/{school.tenant}[.]{event}[.](\w+)[.](\w+)", text) for text in texts]
    return ["/".join(one.groups()) for one in found if one]


def _letter(school: School, number: int) -> str:
    def come() -> list[Any]:
        mail = school.town.mail
        letters = list(mail.letters) if mail else []
        return [one for one in letters if one["To"] == _address(school, number)]

    found = wait_for(come, lambda letters: bool(letters), "a letter to a parent")
    return str(found[0].get_content())
