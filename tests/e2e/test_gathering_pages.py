"""A gathering in a real browser: planned, invited by letter, answered behind a link, arrived by the code
at the door, held; a phone at the door; letters and who wants them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from gateway.pages.guest import MISSES
from infra.demo.asking import wait_for
from infra.testing.mailing import MailServer, mail_server, noon_zone
from tests.e2e.site import (
    PHONE,
    Site,
    Visit,
    Visitor,
    filled,
    picture,
    running,
    sound_as_it_stands,
    until_shown,
)
from tests.e2e.test_questionnaire_pages import mentee

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
TITLE, KID = "Собрание о наставничестве", "Соколова Ёлка Петровна"
PARTNER, ADDRESS = "Орлова Ия Львовна", "orlova@plant.example.org"


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


@pytest.fixture(scope="module", name="post")
def _post() -> Iterator[Post]:
    with mail_server() as mail:
        yield Post(mail)


@pytest.fixture(scope="module", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory, post: Post) -> Iterator[Site]:
    """It is about noon wherever this runs, so that letters go out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MENTORBASE_SMTP_URL", post.mail.url)
        patch.setenv("MENTORBASE_TIMEZONE", noon_zone(datetime.now(UTC)))
        with running(tmp_path_factory.mktemp("site"), "gatherings") as layout:
            yield filled(layout)


@pytest.fixture(name="phone")
def _phone(browser: Browser, site: Site) -> Iterator[Visitor]:
    """A phone without JavaScript, of somebody who has no account."""
    context = browser.new_context(viewport=PHONE, locale="ru-RU", java_script_enabled=False)  # type: ignore[arg-type]
    yield Visitor(context, site.address)
    context.close()


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
    visitor = visit()
    visitor.sign_in("first")
    return visitor, visitor.page


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


def test_parents_are_invited_answer_by_link_and_arrive_by_the_code(
    visit: Visit, site: Site, post: Post, phone: Visitor
) -> None:
    family(site)
    staff, page = coordinator(visit)
    gathering = planned(page, staff)
    page.get_by_role("link", name="Пригласить родителей письмом").click()
    expect(page.get_by_label(f"Мать: {KID}")).to_be_checked()
    page.get_by_role("button", name="Пригласить").click()
    expect(page.get_by_text("Каждый получит письмо с личной ссылкой.")).to_be_visible()
    link = path_in(post.to("mother@example.org", "Приглашение"), "e")

    phone.open(link)
    expect(phone.page.get_by_text("Вы придёте?")).to_be_visible()
    phone.open(link)  # looking, as mail scanners do, answers nothing
    phone.page.get_by_role("button", name="Не приду").click()
    expect(phone.page.get_by_text("Вы ответили, что не придёте.")).to_be_visible()
    phone.page.get_by_role("button", name="Приду", exact=True).click()
    expect(phone.page.get_by_text("Вы ответили, что придёте.")).to_be_visible()

    staff.open(f"{gathering}/poster")
    picture(page, "poster")
    answer = page.evaluate("document.querySelector('.poster img').naturalWidth")
    assert answer > 100
    tenant, event = site.schools[0], gathering.rpartition("/")[2]
    caller = site.asking.caller(tenant, "coordinator")
    code = caller.get("meetings", f"/outreach/{event}/door")["code"]
    door = f"/d/{tenant}.{event}.{code}"
    phone.open(door)
    phone.page.get_by_role("button", name="Я здесь").click()
    expect(phone.page.get_by_text("Отмечено, что вы пришли", exact=False).first).to_be_visible()

    until_shown(staff, f"{gathering}/door", "Уже здесь (1)")
    staff.open(gathering)
    expect(page.get_by_label("родители", exact=True)).to_have_value("1")
    picture(page, "gathering")
    page.get_by_label("педагоги", exact=True).fill("3")
    page.get_by_label("Протокол или презентация").fill("протокол № 2")
    page.get_by_role("button", name="Внести как состоявшуюся").click()
    expect(page.get_by_text("в дорожной карте есть подтверждение")).to_be_visible()
    attendance = page.locator("section", has=page.locator("#attendance"))
    expect(attendance.locator("tbody tr")).to_have_text(["родители1", "педагоги3"])
    phone.open(link)
    expect(phone.page.get_by_text("Вы в списке пришедших.").first).to_be_visible()
    assert not phone.complaints
    assert not staff.complaints


def test_at_the_door_a_name_is_one_tap(visit: Visit, site: Site) -> None:
    child = family(site)
    staff, page = coordinator(visit)
    gathering = planned(page, staff, "Классный час")
    event = gathering.rpartition("/")[2]
    caller = site.asking.caller(site.schools[0], "coordinator")
    guests = {"audience": "mentees", "people": [child]}
    caller.post("meetings", f"/outreach/{event}/guests", guests)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    staff.open(f"{gathering}/door?q=ел")
    until_shown(staff, f"{gathering}/door?q=ел", KID)
    page.get_by_role("button", name=KID).click()
    expect(page.get_by_text("Отмечено: пришёл.")).to_be_visible()
    expect(page.get_by_text("пришли: 1")).to_be_visible()
    page.get_by_role("button", name="Ещё один: педагоги").click()
    expect(page.get_by_text("пришли: 2")).to_be_visible()
    page.get_by_role("button", name="На одного меньше: педагоги").click()
    expect(page.get_by_text("пришли: 1")).to_be_visible()
    page.get_by_text("Уже здесь (1)").click()
    page.get_by_role("button", name=f"Не пришёл: {KID}").click()
    expect(page.get_by_text("пришли: 0")).to_be_visible()
    until_shown(staff, f"{gathering}/door?q=Лебедева", "Не приглашены, но есть в базе школы")
    page.get_by_label("Кто это на встрече").select_option("mentors")
    page.get_by_role("button", name="Лебедева Анна Игоревна").click()
    expect(page.get_by_text("пришли: 1")).to_be_visible()
    picture(page, "door")
    assert not staff.complaints


def test_a_partner_is_named_with_consent_and_told_of_changes(
    visit: Visit, site: Site, post: Post, phone: Visitor
) -> None:
    staff, page = coordinator(visit)
    gathering = planned(page, staff, "Встреча с заводом")
    page.get_by_text("Пригласить по имени").click()
    page.get_by_label("ФИО").fill(PARTNER)
    page.get_by_label("Адрес электронной почты").fill(ADDRESS)
    page.get_by_label("Гость согласен быть в списке").check()
    page.get_by_role("button", name="Пригласить", exact=True).click()
    expect(page.locator(".guest", has_text=PARTNER)).to_be_visible()
    text = post.to(ADDRESS, "Приглашение")
    assert PARTNER not in text
    page.get_by_text("Изменить название").click()
    page.locator("#edit-at").fill("23:30")
    page.get_by_role("button", name="Сохранить изменение").click()
    expect(page.get_by_text("23:30").first).to_be_visible()
    assert "в 23:30" in post.to(ADDRESS, "Другое время")
    wish = path_in(text, "l")
    phone.open(wish)
    phone.page.get_by_label("никаких писем").check()
    phone.page.get_by_role("button", name="Сохранить").click()
    expect(phone.page.get_by_text("Ваш выбор сохранён.")).to_be_visible()
    expect(phone.page.get_by_label("никаких писем")).to_be_checked()
    staff.open(gathering)
    page.get_by_text("Уничтожить имя и адрес гостя").click()
    page.get_by_role("button", name=f"Уничтожить: {PARTNER}").click()
    expect(page.get_by_text("Имя и адрес уничтожены.")).to_be_visible()
    until_gone(staff, gathering, PARTNER)
    assert phone.page.goto(phone.address + path_in(text, "e")).status == 404  # type: ignore[union-attr]


def until_gone(visitor: Visitor, path: str, text: str) -> None:
    def shown() -> int:
        visitor.open(path)
        return visitor.page.get_by_text(text).count()

    wait_for(shown, lambda count: count == 0, f"{text} is gone")


def test_letters_say_in_plain_words_why_they_were_not_sent(visit: Visit, site: Site) -> None:
    child = family(site)
    staff, page = coordinator(visit)
    gathering = planned(page, staff, "Встреча наставляемых")
    event = gathering.rpartition("/")[2]
    caller = site.asking.caller(site.schools[0], "coordinator")
    guests = {"audience": "mentees", "people": [child]}
    caller.post("meetings", f"/outreach/{event}/guests", guests)
    until_shown(staff, "/letters?state=dropped", "в контактах нет адреса электронной почты")
    page.get_by_role("button", name="Повторить").first.click()
    expect(page.get_by_text("Отправка повторяется.")).to_be_visible()
    staff.open(f"{gathering}/links")
    expect(page.locator(".slips li", has_text=KID)).to_be_visible()
    picture(page, "links")


def test_every_page_is_sound_on_a_phone_and_wide_in_both_languages(
    visit: Visit, site: Site, post: Post
) -> None:
    family(site)
    staff, page = coordinator(visit)
    gathering = planned(page, staff, "Общая встреча всех участников программы наставничества")
    event, tenant = gathering.rpartition("/")[2], site.schools[0]
    caller = site.asking.caller(tenant, "coordinator")
    guest = {"audience": "partners", "name": PARTNER, "address": "p@example.org", "consented": True}
    caller.post("meetings", f"/outreach/{event}/guests/named", guest)
    counts = {"audience": "teachers", "invited": 12, "answered": 4}
    caller.post("meetings", f"/outreach/{event}/guests/counts", counts)
    text = post.to("p@example.org", "Приглашение")
    code = caller.get("meetings", f"/outreach/{event}/door")["code"]
    for path in (
        "/gatherings", gathering, f"{gathering}/invite?audience=mentees", f"{gathering}/door",
        f"{gathering}/poster", f"{gathering}/links", "/letters?state=sent",
    ):  # fmt: skip
        staff.sound(path)
        staff.open(path)
        picture(page, path.strip("/").replace("/", "-").partition("?")[0].replace(event, "one"))
    guest_phone = visit()
    door = f"/d/{tenant}.{event}.{code}"
    guest_phone.sound(door)
    for path, name in (
        (path_in(text, "e"), "rsvp"),
        (path_in(text, "l"), "wish"),
        (door, "arrive"),
    ):
        guest_phone.sound(path)
        guest_phone.open(path)
        picture(guest_phone.page, name)
    mentor = visit()
    mentor.sign_in("asked")
    mentor.sound("/calendar")
    mentor.open(door)
    mentor.page.get_by_role("button", name="Я здесь").click()
    sound_as_it_stands(mentor.page)


def test_who_tries_many_links_has_to_wait(phone: Visitor, site: Site) -> None:
    wrong = f"/e/{site.schools[0]}.event.person.{'0' * 32}"
    statuses = {phone.page.goto(phone.address + wrong).status for _ in range(MISSES + 2)}  # type: ignore[union-attr]
    assert statuses == {404, 429}
