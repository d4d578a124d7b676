"""The main pages in a real browser: both languages, phone and desktop, nothing from elsewhere."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.setup import COMPANIES, MUNICIPALITY, SCHOOLS, prepare
from infra.demo.asking import Asking, Caller, wait_for
from infra.layout import Layout
from infra.supervisor import Stack
from infra.waiting import free_port
from shared.config import SERVICES, Settings
from shared.documents.sheets import Sheet, as_xlsx
from shared.domain.ids import PersonId, TenantId, derived_id
from shared.http.tokens import Issuer

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
PASSWORD = "a-long-enough-word"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 800}
UNTIL = f"{date.today().year + 1}-05-31"


@dataclass
class Site:
    """The running platform with one mentor in school 1 who may be asked for by school 2."""

    address: str
    asking: Asking
    schools: tuple[str, ...]
    mentor: str
    guardian_link: str


@pytest.fixture(scope="module", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home: Path = tmp_path_factory.mktemp("site")
    layout = Layout.from_env("embedded")
    ports = {name: free_port() for name in layout.ports}
    layout = replace(layout, home=home, ports=ports, mongo_url=None, cell="pages")
    stack = Stack(layout)
    stack.start()
    kept = dict(os.environ)
    try:
        os.environ.update(layout.environment(stack.mongo_url))
        yield _filled(layout)
    finally:
        os.environ.clear()
        os.environ.update(kept)
        stack.stop()


def _filled(layout: Layout) -> Site:
    settings = Settings.from_env("gateway")
    lines = prepare(settings, True)
    assert len(lines) > len(SCHOOLS) * 3 + len(COMPANIES)
    assert prepare(settings, True) == []
    asking = Asking({n: settings.urls[n] for n in SERVICES}, Issuer("gateway", layout.secrets))
    schools = tuple(derived_id("demo", layout.cell, name) for name in SCHOOLS)
    mentor = _mentor(asking, schools[0])
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


def _mentor(asking: Asking, school: str, name: str = "Лебедева Анна Игоревна") -> str:
    staff = asking.caller(school, "coordinator")
    body = {"name": name, "birth_date": "1985-04-12"}
    person = str(staff.post("participants", "/people", body)["id"])
    year = _year()
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


def _year() -> str:
    today = date.today()
    first = today.year if today.month >= 8 else today.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


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


@pytest.fixture(name="visit")
def _visit(browser: Browser, site: Site) -> Iterator[Callable[[], Visitor]]:
    contexts: list[BrowserContext] = []

    def visit() -> Visitor:
        contexts.append(browser.new_context(viewport=DESKTOP, locale="ru-RU"))  # type: ignore[arg-type]
        return Visitor(contexts[-1], site.address)

    yield visit
    for context in contexts:
        context.close()


def until_shown(visitor: Visitor, path: str, text: str, seconds: float = 60.0) -> None:
    """Read models follow within moments."""
    deadline = time.monotonic() + seconds
    while True:
        visitor.open(path)
        if visitor.page.get_by_text(text).count() or time.monotonic() > deadline:
            expect(visitor.page.get_by_text(text).first).to_be_visible()
            return


def test_a_wrong_password_is_answered_with_a_sentence(visit: Callable[[], Visitor]) -> None:
    one = visit()
    one.open("/sign-in")
    one.page.fill("#login", "first")
    one.page.fill("#password", "not the word")
    one.page.click("main button")
    expect(one.page.locator("[role=alert], .alert").first).to_be_visible()


def test_the_first_page_is_sound(visit: Callable[[], Visitor]) -> None:
    visit().sound("/sign-in")


def test_the_municipality_sees_its_schools(visit: Callable[[], Visitor]) -> None:
    city = visit()
    city.sign_in("city")
    until_shown(city, "/municipality", SCHOOLS[0])
    city.sound("/municipality")


def test_a_school_begins_its_year_and_sees_the_roadmap(visit: Callable[[], Visitor]) -> None:
    staff = visit()
    staff.sign_in("first")
    staff.open("/school")
    staff.page.locator("main form button").first.click()
    until_shown(staff, "/school", "Рассказать о программе родителям")
    staff.sound("/school")


def test_another_role_finds_no_such_page(visit: Callable[[], Visitor]) -> None:
    city = visit()
    city.sign_in("city")
    answer = city.page.goto(f"{city.address}/candidates")
    assert answer is not None
    assert answer.status in (403, 404)


def test_a_school_asks_for_a_mentor_and_the_mentor_allows(
    visit: Callable[[], Visitor], site: Site
) -> None:
    asking_school = visit()
    asking_school.sign_in("second")
    until_shown(asking_school, "/catalogue", "Запросить этого наставника")
    asking_school.sound("/catalogue")
    asking_school.open("/catalogue")
    page = asking_school.page
    page.locator("main details summary").first.click()
    page.locator("main details input[name=until]").first.fill(f"31.05.{UNTIL[:4]}")
    page.locator("main details form button").first.click()

    mentor = visit()
    mentor.sign_in("asked")
    until_shown(mentor, "/sharing", "Разрешить")
    mentor.sound("/sharing")
    mentor.open("/sharing")
    mentor.page.locator(
        "form[action$='/permit'] button, form[action*='permit'] button"
    ).first.click()

    until_shown(asking_school, "/mentors", "Лебедева Анна Игоревна")
    asking_school.sound("/mentors")
    second: Caller = site.asking.caller(site.schools[1], "coordinator")
    cards = second.all("participants", "/mentors", year=_year())
    assert [card["own"] for card in cards] == [False]


def test_a_guardian_signs_behind_a_link_that_only_signing_uses_up(
    visit: Callable[[], Visitor], site: Site
) -> None:
    guardian = visit()
    guardian.sound(site.guardian_link)  # opened eight times: still there
    guardian.open(site.guardian_link)
    guardian.page.get_by_role("link", name="Начать").click()
    guardian.page.locator("input[type=radio][value=yes]").check()
    guardian.page.get_by_role("button", name="Далее").click()
    guardian.page.get_by_role("button", name="Подписать").click()
    staff = site.asking.caller(site.schools[0], "coordinator")
    wait_for(
        lambda: staff.all("participants", "/consents", purpose="participation", status="given"),
        lambda rows: any(row["giver"] == "guardian" for row in rows),
        "the guardian's consent",
    )
    guardian.open(site.guardian_link)
    assert guardian.page.get_by_role("link", name="Начать").count() == 0


@pytest.mark.parametrize(
    "path", ["/candidates", "/mentees", "/consents", "/import", "/pairs", "/sharing"]
)
def test_the_coordinators_pages_are_sound(visit: Callable[[], Visitor], path: str) -> None:
    staff = visit()
    staff.sign_in("first")
    staff.sound(path)


def _workbook(path: Path) -> Path:
    """One row that goes in, one with two cells to mend."""
    head = ("ФИО", "Дата рождения", "Класс", "Законный представитель", "Телефон представителя")
    rows = [
        ("Зайцева Ёлка Петровна", "01.09.2013", "7А", "Зайцева Вера", "+7 912 345-67-89"),
        ("Гусев Пётр", "31.02.2013", "седьмой", "", ""),
    ]
    path.write_bytes(as_xlsx(Sheet("Лист1", head, rows)))
    return path


def test_a_workbook_is_looked_at_mended_and_brought_in(
    visit: Callable[[], Visitor], tmp_path: Path, site: Site
) -> None:
    staff = visit()
    staff.sign_in("first")
    staff.open("/import")
    staff.page.select_option("#kind", "class_list")
    staff.page.set_input_files("#file", _workbook(tmp_path / "класс.xlsx"))
    staff.page.click("main form button")
    job = staff.page.url.removeprefix(site.address)
    expect(staff.page.get_by_text("Файл проверен")).to_be_visible(timeout=60_000)  # renews itself
    cells = staff.page.locator("tbody th")
    assert cells.all_inner_texts() == ["B3", "C3"]
    expect(staff.page.get_by_text("пишите так: 01.09.2012")).to_be_visible()
    staff.sound(job)
    staff.open(job)
    staff.page.get_by_role("button", name="Загрузить строки").click()
    expect(staff.page.get_by_text("Файл загружен")).to_be_visible(timeout=60_000)
    until_shown(staff, "/candidates", "Зайцева Ёлка Петровна")
    staff.sound("/import")


def test_an_import_page_works_without_scripts(browser: Browser, tmp_path: Path, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ru-RU")
    staff = Visitor(context, site.address)
    staff.sign_in("second")
    staff.open("/import")
    staff.page.select_option("#kind", "class_list")
    staff.page.set_input_files("#file", _workbook(tmp_path / "класс.xlsx"))
    staff.page.click("main form button")
    job = staff.page.url.removeprefix(site.address)
    until_shown(staff, job, "Файл проверен")
    staff.page.get_by_role("button", name="Загрузить строки").click()
    until_shown(staff, job, "Файл загружен")
    context.close()


def test_a_wrong_file_is_named_on_the_page(visit: Callable[[], Visitor], tmp_path: Path) -> None:
    staff = visit()
    staff.sign_in("first")
    for content, sentence in (
        (b"<html><table><tr><td>1</td></tr></table></html>", "веб-страница"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "паролем"),
    ):
        path = tmp_path / "список.xls"
        path.write_bytes(content)
        staff.open("/import")
        staff.page.set_input_files("#file", path)
        staff.page.click("main form button")
        expect(staff.page.get_by_role("alert")).to_contain_text(sentence)
