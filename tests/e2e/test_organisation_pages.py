"""Organisations, staff, transfers, guardians and duplicates in a real browser, and nine roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from gateway.accounts import Membership
from gateway.app import create_app, open_gateway
from gateway.setup import COMPANIES, MUNICIPALITY, SCHOOLS, prepare
from infra.demo.asking import Asking, Caller, wait_for
from infra.layout import Layout
from shared.config import SERVICES, Settings
from shared.domain.ids import PersonId, TenantId, derived_id
from shared.http.tokens import Issuer
from tests.e2e.site import (
    DESKTOP,
    PASSWORD,
    PHONE,
    UNTIL,
    Visit,
    Visitor,
    listed_mentor,
    running,
    this_year,
    until_shown,
)

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]


@dataclass
class Site:
    """The running platform with the demo's organisations and an account of every role."""

    settings: Settings
    address: str
    asking: Asking
    council: str
    schools: tuple[str, ...]
    child: str

    def coordinator(self, number: int) -> Caller:
        return self.asking.caller(self.schools[number], "coordinator")


ROLES = {
    "municipal_admin": "municipality", "head": "school", "coordinator": "school",
    "psychologist": "school", "social_worker": "school", "teacher": "school", "mentor": "school",
    "mentee": "school", "guardian": "school", "company_coordinator": "company",
}  # fmt: skip


@pytest.fixture(scope="module", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("organisations"), "organisations") as layout:
        yield _filled(layout)


def _filled(layout: Layout) -> Site:
    settings = Settings.from_env("gateway")
    prepare(settings, True)
    asking = Asking({n: settings.urls[n] for n in SERVICES}, Issuer("gateway", layout.secrets))
    schools = tuple(derived_id("demo", layout.cell, name) for name in SCHOOLS)
    council = derived_id("demo", layout.cell, MUNICIPALITY)
    company = derived_id("demo", layout.cell, COMPANIES[0])
    places = {
        "municipality": (council, MUNICIPALITY),
        "school": (schools[0], SCHOOLS[0]),
        "company": (company, COMPANIES[0]),
    }
    gateway = open_gateway(settings)
    staff = asking.caller(schools[0], "coordinator")
    guardian, child = _child(staff, "Лисицын Фома Ильич", f"{date.today().year - 12}-01-01")
    place = {"role": "mentee", "year": this_year(), "group": "6 А"}
    staff.post("participants", f"/people/{child}/candidacies", place)
    for purpose in ("participation", "third_party"):
        body = {"person": child, "purpose": purpose, "giver": "guardian", "by": guardian,
                "until": UNTIL}  # fmt: skip
        staff.post("participants", "/consents", body)
    people = {"mentor": listed_mentor(asking, schools[0]), "mentee": child, "guardian": guardian}
    for role, kind in ROLES.items():
        tenant, name = places[kind]
        person = PersonId(people.get(role, "nobody"))
        member = Membership(TenantId(tenant), (role,), name, kind, person)
        gateway.accounts.create(role, PASSWORD, [member])
    second = Membership(TenantId(schools[1]), ("coordinator",), SCHOOLS[1], "school")
    gateway.accounts.create("second", PASSWORD, [second])
    return Site(settings, layout.address, asking, council, schools, child)


def _as(visit: Visit, login: str) -> Visitor:
    visitor = visit()
    visitor.sign_in(login)
    return visitor


def _link_of(visitor: Visitor) -> str:
    """The address on the page that shows it once."""
    shown = visitor.page.locator("code.address").inner_text()
    return "/" + shown.split("/", 3)[3]


def _child(staff: Caller, name: str, born: str = "2015-03-04") -> tuple[str, str]:
    people = []
    for who, day in ((f"Мать: {name}", "1986-02-03"), (name, born)):
        body = {"name": who, "birth_date": day}
        people.append(str(staff.post("participants", "/people", body)["id"]))
    pair = {"guardian": people[0], "child": people[1]}
    staff.post("participants", "/guardianships", pair)
    staff.post("participants", "/guardianships/confirm", pair)
    return people[0], people[1]


def test_a_company_applies_by_link_and_is_verified(visit: Visit) -> None:
    city = _as(visit, "municipal_admin")
    city.open("/companies")
    city.page.fill("#name", "ООО «Верфь»")
    city.page.click("main form button")
    link = _link_of(city)
    company = visit()
    company.sound(link)  # opened many times: still there
    company.open(link)
    for field, text in {"name": "ООО «Верфь»", "inn": "7830002294", "login": "verf"}.items():
        company.page.fill(f"#{field}", text)
    company.page.fill("#contact", "Олег Ершов, oleg@example.org")
    company.page.fill("#password", PASSWORD)
    company.page.click("main form button")
    expect(company.page.get_by_text("Проверьте, что вы ввели: ИНН")).to_be_visible()
    company.complaints.clear()  # the browser notes the refusal
    company.page.fill("#inn", "7830002293")
    company.page.fill("#password", PASSWORD)
    company.page.click("main form button")
    expect(company.page.get_by_text("Заявка отправлена")).to_be_visible()
    company.sign_in("verf")
    until_shown(company, "/company", "ждёт проверки")
    company.sound("/company")
    until_shown(city, "/organisations", "7830002293")
    city.sound("/organisations")
    city.open("/organisations")
    city.page.get_by_role("button", name="Подтвердить").first.click()
    until_shown(company, "/company", "Зарегистрировать сотрудников из таблицы")
    company.sound("/company")
    city.sound("/companies")


def test_a_role_past_its_end_gives_no_access(visit: Visit) -> None:
    head = _as(visit, "head")
    head.open("/staff")
    head.page.locator("main details summary").first.click()
    head.page.fill("#name", "Белова Ольга Сергеевна")
    head.page.select_option("#role", "coordinator")
    head.page.locator("main details form button").first.click()
    link = _link_of(head)
    olga = visit()
    olga.sound(link)
    olga.open(link)
    olga.page.fill("#login", "olga")
    olga.page.fill("#password", PASSWORD)
    olga.page.click("main form button")
    assert olga.page.goto(olga.address + link).status == 404  # type: ignore[union-attr]
    olga.sign_in("olga")
    olga.open("/candidates")
    until_shown(head, "/staff", "Белова Ольга Сергеевна")
    head.sound("/staff")
    head.open("/staff")
    head.page.get_by_role("button", name="Прекратить роль: Белова").click()
    until_shown(head, "/staff", "прекращена, доступа нет")
    answer = olga.page.goto(f"{olga.address}/candidates")
    assert answer is not None
    assert answer.status == 404


def test_a_child_changes_school_with_the_guardians_confirmation(visit: Visit, site: Site) -> None:
    first = site.coordinator(0)
    _child(first, "Соколов Иван Петрович", "2011-03-04")
    staff = _as(visit, "coordinator")
    until_shown(staff, "/transfers", "Начать перевод")
    staff.page.locator("main details summary").first.click()
    staff.page.select_option("#to", site.schools[1])
    staff.page.locator("main details form button").first.click()
    link = _link_of(staff)
    guardian = visit()
    guardian.sound(link)
    guardian.open(link)
    guardian.page.check("#i-guardian")
    guardian.page.check("#a-yes")
    guardian.page.click("main form button")
    expect(guardian.page.get_by_text("С 14 лет нужно и согласие ребёнка")).to_be_visible()
    guardian.page.check("#i-guardian")
    guardian.page.check("#a-yes")
    guardian.page.check("#assent")
    guardian.page.click("main form button")
    expect(guardian.page.get_by_text("только то, что вы подтвердили")).to_be_visible()
    there = _as(visit, "second")
    until_shown(there, "/transfers", "Соколов Иван Петрович")
    there.sound("/transfers")
    there.open("/transfers")
    there.page.get_by_role("button", name="Принять ребёнка").click()
    until_shown(staff, "/transfers", "принят")
    staff.sound("/transfers")


def test_one_account_sees_own_children_of_two_schools(visit: Visit, site: Site) -> None:
    for number, name in ((0, "Орлова Лиза"), (1, "Орлов Денис")):
        _child(site.coordinator(number), name)
    links = []
    for login, name in (("coordinator", "Орлова Лиза"), ("second", "Орлов Денис")):
        staff = _as(visit, login)
        until_shown(staff, "/guardians", name)
        staff.sound("/guardians")
        staff.open("/guardians")
        staff.page.get_by_role("button", name=f"Пригласить: Мать: {name}").click()
        links.append(_link_of(staff))
    mother = visit()
    for link, mode in zip(links, ("new", "known"), strict=True):
        mother.open(link)
        mother.page.check(f"#mode-{mode}")
        mother.page.fill("#login", "mother")
        mother.page.fill("#password", PASSWORD)
        mother.page.click("main form button")
        expect(mother.page.get_by_text("Учётная запись готова")).to_be_visible()
    mother.sign_in("mother")
    mother.open("/")  # to her own page, over all schools, without choosing one
    expect(mother.page).to_have_url(f"{mother.address}/family")
    for name in ("Орлова Лиза", "Орлов Денис"):
        expect(mother.page.get_by_role("heading", name=name)).to_be_visible()
    mother.sound("/family")


def test_two_cards_are_merged_side_by_side(visit: Visit, site: Site) -> None:
    first = site.coordinator(0)
    for name in ("Фёдоров Пётр", "Петр Федоров"):
        first.post("participants", "/people", {"name": name, "birth_date": "2012-01-05"})
    wait_for(lambda: first.all("participants", "/duplicates"), bool, "the suspicion")
    staff = _as(visit, "coordinator")
    staff.sound("/duplicates")
    staff.open("/duplicates")
    staff.page.get_by_role("button", name="Оставить эту карточку").first.click()
    until_shown(staff, "/duplicates", "объединены")
    rows = first.all("participants", "/people")
    assert len([row for row in rows if "доров" in (row["name"] or "")]) == 1


def test_the_menu_of_many_pages_opens_group_by_group(visit: Visit) -> None:
    staff = _as(visit, "coordinator")
    page = staff.page
    menu = page.get_by_role("navigation", name="Страницы")
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        staff.open("/companies")
        expect(menu.locator("summary[aria-current]")).to_have_text("Организация")
        menu.locator("summary", has_text="Люди").press("Enter")
        consents = menu.get_by_role("link", name="Согласия")
        expect(consents).to_be_visible()
        assert not Axe().run(page).response["violations"]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        menu.locator("summary", has_text="Наставники").click()
        expect(consents).to_be_hidden()
        menu.get_by_role("link", name="Каталог").click()
        expect(page).to_have_url(f"{staff.address}/catalogue")


def _session(site: Site, login: str) -> httpx.Client:
    client = httpx.Client(base_url=site.address, timeout=30.0)
    page = client.get("/sign-in").text
    form = {"csrf_token": _csrf(page), "login": login, "password": PASSWORD}
    answer = client.post("/sign-in", data=form)
    assert answer.status_code == 302, login
    return client


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def _about(site: Site, role: str) -> dict[str, str]:
    """What the pages about one person have to be told, as this role would come to them."""
    form = {
        "coordinator": "kind=mentee&source=self", "company_coordinator": "kind=mentee&source=self",
        "mentee": "kind=mentee&source=self", "guardian": "kind=third_party&source=guardian",
    }.get(role, f"kind=third_party&source={role}")  # fmt: skip
    asked = f"person={site.child}&{form}"
    if role == "mentor":
        me = site.asking.caller(site.schools[0], "coordinator").all(
            "participants", "/mentors", q="лебедева"
        )
        asked = f"person={me[0]['id']}&kind=mentor&source=self"
    return {
        "/consents/form": f"purpose=participation&person={site.child}",
        "/questionnaires/fill": asked,
        "/my-questionnaires/fill": asked,
        "/my-questionnaires/answers": asked,
    }


REFUSED = {
    ("/consents/form", "company_coordinator"): (404, "the child is the school's"),
    ("/questionnaires/fill", "company_coordinator"): (404, "the child is the school's"),
    ("/my-questionnaires/answers", "mentee"): (404, "nothing is answered yet"),
    ("/my-questionnaires/answers", "guardian"): (404, "nothing is answered yet"),
    ("/my-questionnaires/fill", "mentor"): (302, "it is answered: back to the list"),
    ("/people/<person>/report.<kind>", "coordinator"): (302, "on whose request, is not said"),
    ("/ballots/paper/<voter>", "coordinator"): (302, "no ballot is open: to the turnout"),
    ("/matching/compare", "coordinator"): (302, "which two drafts, is not said"),
    ("/matching/compare", "head"): (302, "which two drafts, is not said"),
    ("/cases/new", "coordinator"): (404, "of which pair, is not said"),
    ("/school/dates", "coordinator"): (302, "no roadmap is begun: to its page"),
    ("/school/dates", "head"): (302, "no roadmap is begun: to its page"),
    **{
        ("/school/editions", role): (302, "no roadmap is begun: to its page")
        for role in ("coordinator", "head", "psychologist", "social_worker", "teacher")
    },
}
"""Pages that a role has and that refuse this person all the same."""


def test_each_role_finds_its_own_pages_and_no_others(site: Site) -> None:
    """Every page of the gateway, read and written, by every role; a foreign id is no page."""
    app = create_app(site.settings)
    pages = [
        (rule, app.view_functions[rule.endpoint].__dict__["roles"])
        for rule in app.url_map.iter_rules()
        if "roles" in app.view_functions[rule.endpoint].__dict__
    ]
    assert len(pages) > 35
    wrong: list[tuple[str, str, str, int]] = []
    for role in ROLES:
        client, about = _session(site, role), _about(site, role)
        token = _csrf(client.get("/organisation").text)
        for rule, roles in pages:
            path = re.sub(r"<[^>]+>", "0" * 32, rule.rule)
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            if method == "POST" and role in roles:
                continue  # what it does has a test of its own
            body = {"csrf_token": token} if method == "POST" else None
            answer = client.request(method, f"{path}?{about.get(path, '')}", data=body)
            expected = _expected(rule.rule, role, role in roles)
            if answer.status_code != expected:
                wrong.append((role, method, rule.rule, answer.status_code))
        client.close()
    assert not wrong, "\n".join(map(str, wrong))


def _expected(rule: str, role: str, has: bool) -> int:
    if not has:
        return 404
    return REFUSED.get((rule, role), (404 if "<" in rule else 200, ""))[0]
