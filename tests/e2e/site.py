"""The running platform that browser tests look at, and a browser that notes what it must not do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.setup import COMPANIES, MUNICIPALITY, SCHOOLS, prepare
from infra.demo.asking import Asking
from infra.layout import Layout
from infra.supervisor import Stack
from infra.waiting import free_port
from shared.config import SERVICES, Settings
from shared.domain.ids import PersonId, TenantId, derived_id
from shared.domain.school_years import year_of
from shared.http.tokens import Issuer

PASSWORD = "a-long-enough-word"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 800}
expect.set_options(timeout=30_000)
"""What is expected may take a while beside nine other processes; only what never comes is a fault."""
PICTURES = os.environ.get("MENTORBASE_PICTURES", "")
"""A folder for pictures of the pages, for whoever wants to look at them."""
UNTIL = f"{date.today().year + 1}-05-31"


@dataclass
class Site:
    """The running platform with one mentor in school 1 who may be asked for by school 2."""

    address: str
    asking: Asking
    schools: tuple[str, ...]
    mentor: str
    guardian_link: str


@contextmanager
def running(home: Path, cell: str) -> Iterator[Layout]:
    """Every service, empty, on ports of its own; the environment is that of the gateway meanwhile."""
    layout = Layout.from_env("embedded")
    ports = {name: free_port() for name in layout.ports}
    layout = replace(layout, home=home, ports=ports, mongo_url=None, cell=cell)
    stack = Stack(layout)
    stack.start()
    kept = dict(os.environ)
    try:
        os.environ.update(layout.environment(stack.mongo_url))
        yield layout
    finally:
        os.environ.clear()
        os.environ.update(kept)
        stack.stop()


def filled(layout: Layout) -> Site:
    settings = Settings.from_env("gateway")
    lines = prepare(settings, True)
    assert len(lines) > len(SCHOOLS) * 3 + len(COMPANIES)
    assert prepare(settings, True) == []
    asking = Asking({n: settings.urls[n] for n in SERVICES}, Issuer("gateway", layout.secrets))
    schools = tuple(derived_id("demo", layout.cell, name) for name in SCHOOLS)
    mentor = listed_mentor(asking, schools[0])
    gateway = open_gateway(settings)
    council = derived_id("demo", layout.cell, MUNICIPALITY)
    for login, tenant, role, name, kind, person in (
        ("city", council, "municipal_admin", MUNICIPALITY, "municipality", None),
        ("first", schools[0], "coordinator", SCHOOLS[0], "school", None),
        ("second", schools[1], "coordinator", SCHOOLS[1], "school", None),
        ("asked", schools[0], "mentor", SCHOOLS[0], "school", PersonId(mentor)),
    ):
        member = Membership(TenantId(tenant), (role,), name, kind, person)
        gateway.accounts.create(login, PASSWORD, [member])
    return Site(layout.address, asking, schools, mentor, _guardian_link(asking, schools[0]))


def listed_mentor(asking: Asking, school: str, name: str = "Лебедева Анна Игоревна") -> str:
    staff = asking.caller(school, "coordinator")
    body = {"name": name, "birth_date": "1985-04-12"}
    person = str(staff.post("participants", "/people", body)["id"])
    year = this_year()
    candidacy = {"role": "mentor", "year": year}
    staff.post("participants", f"/people/{person}/candidacies", candidacy)
    for purpose in ("participation", "sharing"):
        consent = {
            "person": person,
            "purpose": purpose,
            "giver": "self",
            "by": person,
            "until": UNTIL,
        }
        staff.post("participants", "/consents", consent)
    form = {"person": person, "year": year, "kind": "mentor", "source": "self"}
    id = staff.post("participants", "/questionnaires", form)["id"]
    answers = {
        "forms": ["pupil_pupil", "teacher_teacher"],
        "themes": ["studies"],
        "times": ["mon-15"],
    }
    staff.post("participants", f"/questionnaires/{id}/answers", {"answers": answers})
    staff.post("participants", "/mentors", {"person": person, "kind": "teacher", "capacity": 2})
    staff.post("participants", f"/mentors/{person}/list", {"year": year, "until": UNTIL})
    paper = {"offered": True, "paper": "заявление"}
    staff.post("participants", f"/mentors/{person}/catalogue", paper)
    return person


def _guardian_link(asking: Asking, school: str) -> str:
    staff = asking.caller(school, "coordinator")
    people = []
    for name, born in (
        ("Соколова Вера Ильинична", "1986-02-03"),
        ("Соколов Иван Петрович", "2015-03-04"),
    ):
        body = {"name": name, "birth_date": born}
        people.append(str(staff.post("participants", "/people", body)["id"]))
    pair = {"guardian": people[0], "child": people[1]}
    staff.post("participants", "/guardianships", pair)
    staff.post("participants", "/guardianships/confirm", pair)
    link = {
        "signer": people[0],
        "people": [people[1]],
        "purposes": ["participation"],
        "until": UNTIL,
    }
    token = staff.post("participants", "/consents/links", link)["token"]
    return f"/g/{school}.{token}"


def this_year() -> str:
    return year_of(date.today())


class Visitor:
    """A browser of one's own that notes whatever a closed network or a strict policy would refuse."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.address = address
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self._note(m.type == "error", m.text))
        self.page.on("request", lambda r: self._note("//127.0.0.1:" not in r.url, r.url))
        self.page.on("pageerror", lambda e: self._note(True, str(e)))

    def _note(self, bad: bool, text: str) -> None:
        if bad and not text.startswith("data:"):
            self.complaints.append(text)

    def open(self, path: str) -> None:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    def sign_in(self, login: str) -> None:
        self.open("/sign-in")
        self.page.fill("#login", login)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button")
        expect(self.page.locator("nav").first).to_be_visible()

    def sound(self, path: str) -> None:
        """Both languages, both widths: no accessibility fault, nothing sideways, no complaint."""
        for language, size in (("ru", DESKTOP), ("en", PHONE), ("en", DESKTOP), ("ru", PHONE)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.page.context.clear_cookies(name="none")
            self.page.goto(f"{self.address}/language/{language}")
            self.open(path)
            assert self.page.locator("html").get_attribute("lang") == language
            faults = Axe().run(self.page).response["violations"]
            assert not faults, (
                path,
                language,
                size,
                [(f["id"], f["nodes"][0]["html"]) for f in faults],
            )
            assert self.page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
        assert not self.complaints, self.complaints
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        self.page.goto(f"{self.address}/language/ru")


def until_shown(visitor: Visitor, path: str, text: str, seconds: float = 60.0) -> None:
    """Read models follow within moments."""
    deadline = time.monotonic() + seconds
    while True:
        visitor.open(path)
        if visitor.page.get_by_text(text).count() or time.monotonic() > deadline:
            expect(visitor.page.get_by_text(text).first).to_be_visible()
            return


def picture(page: Page, name: str) -> None:
    if PICTURES:
        for width, size in (("desktop", DESKTOP), ("phone", PHONE)):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def sound_as_it_stands(page: Page) -> None:
    """A page that only a form leads to: no accessibility fault, nothing sideways."""
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        faults = Axe().run(page).response["violations"]
        assert not faults, [(fault["id"], fault["nodes"][0]["html"]) for fault in faults]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


Visit = Callable[[], Visitor]
"""Opens a browser of its own at the first page."""


def signed_in(visit: Visit, login: str) -> tuple[Visitor, Page]:
    visitor = visit()
    visitor.sign_in(login)
    return visitor, visitor.page
