"""A school whose letters a mail server of the test takes, and what visitors of its gatherings do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from infra.demo.asking import wait_for
from infra.testing.mailing import MailServer, mail_server, noon_zone
from tests.e2e.site import Site, Visit, Visitor, filled, running, signed_in
from tests.e2e.test_questionnaire_pages import mentee

TITLE, KID = "Собрание о наставничестве", "Соколова Ёлка Петровна"


@dataclass
class Post:
    """The letters that have come in so far."""

    mail: MailServer

    def to(self, address: str, subject: str, count: int = 1) -> str:
        """The text of the last of them, once so many are there."""

        def come() -> list[str]:
            return [
                str(letter.get_content())
                for letter in list(self.mail.letters)
                if letter["To"] == address and letter["Subject"].startswith(subject)
            ]

        return wait_for(come, lambda found: len(found) >= count, f"a letter to {address}")[-1]


@contextmanager
def writing(home: Path) -> Iterator[tuple[Site, Post]]:
    """It is about noon wherever this runs, so that letters go out."""
    with pytest.MonkeyPatch.context() as patch, mail_server() as mail:
        patch.setenv("MENTORBASE_SMTP_URL", mail.url)
        patch.setenv("MENTORBASE_TIMEZONE", noon_zone(datetime.now(UTC)))
        with running(home, "gatherings") as layout:
            yield filled(layout), Post(mail)


def family(site: Site) -> str:
    """A mentee of this year whose mother can be written to."""
    child = mentee(site, KID)
    staff = site.asking.caller(site.schools[0], "coordinator")
    rows = staff.all("participants", "/guardianships")
    mother = next(row["guardian"] for row in rows if row["child"] == child)
    card = {"name": f"Мать: {KID}", "birth_date": "1986-02-03", "contact": "mother@example.org"}
    staff.put("participants", f"/people/{mother}", card)
    return child


def path_in(text: str, mark: str) -> str:
    found = re.search(rf"/{mark}/\S+", text)
    assert found is not None
    return found.group()


def coordinator(visit: Visit) -> tuple[Visitor, Page]:
    return signed_in(visit, "first")


def planned(page: Page, visitor: Visitor, title: str = TITLE) -> str:
    """Plans one for today on the page; answers its own address."""
    visitor.open("/gatherings")
    if not page.get_by_label("Название").is_visible():
        page.get_by_text("Запланировать встречу").click()
    page.get_by_label("Название").fill(title)
    page.get_by_label("День").fill(date.today().strftime("%d.%m.%Y"))
    page.get_by_label("Место").fill("актовый зал")
    page.get_by_role("button", name="Запланировать").click()
    expect(page.get_by_text("Встреча запланирована.")).to_be_visible()
    return page.url.partition("?")[0].removeprefix(visitor.address)


def with_a_mentee_invited(page: Page, visitor: Visitor, site: Site, title: str) -> str:
    """As :func:`planned`, with a mentee of this year invited."""
    child = family(site)
    gathering = planned(page, visitor, title)
    event = gathering.rpartition("/")[2]
    caller = site.asking.caller(site.schools[0], "coordinator")
    guests = {"audience": "mentees", "people": [child]}
    caller.post("meetings", f"/outreach/{event}/guests", guests)
    return gathering
