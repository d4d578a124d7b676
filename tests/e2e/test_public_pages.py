"""Stories, pictures and awards on their way to the public in a real browser, and how they are gone from
page, feeds, block and picture at the moment somebody takes a consent back."""

from __future__ import annotations

import struct
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from gateway.accounts import Membership
from gateway.app import create_app, open_gateway
from gateway.setup import COMPANIES, SCHOOLS
from infra.demo.asking import Caller
from infra.waiting import free_port
from shared.clock import advance
from shared.config import Settings
from shared.domain.ids import TenantId, derived_id
from tests.e2e.site import (
    PASSWORD,
    UNTIL,
    Site,
    Visit,
    Visitor,
    listed_mentor,
    picture,
    signed_in,
    sound_as_it_stands,
    this_year,
    until_shown,
)
from tests.e2e.test_journal_pages import _consented, _opened

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
KID, MENTOR, OTHER = "Соколова Ёлка Петровна", "Лебедева Анна Игоревна", "Орлов Пётр Ильич"
STORY = "Ёлка решила все задачи олимпиады"
ATOM = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}


@dataclass(frozen=True)
class Cast:
    school: str
    staff: Caller
    kid: str
    mother: str
    mentor: str
    other: str

    def agree(self, person: str, purpose: str, again: str = "") -> None:
        own = person != self.kid
        body = {"person": person, "purpose": purpose, "giver": "self" if own else "guardian",
                "by": person if own else self.mother, "until": UNTIL, "assent": not own}  # fmt: skip
        self.staff.post("participants", "/consents", body, again=again)

    def take_back(self, person: str, purpose: str, again: str = "") -> None:
        body = {"person": person, "purpose": purpose}
        self.staff.post("participants", "/consents/withdraw", body, again=again)

    def published(self, kind: str, title: str, *people: str) -> str:
        body = {"year": this_year(), "kind": kind, "title": title, "text": "Текст",
                "people": list(people)}  # fmt: skip
        id = str(self.staff.post("reporting", "/publications", body)["id"])
        self.staff.post("reporting", f"/publications/{id}/publish")
        self.staff.until("reporting", "/publications",
                         lambda rows: any(r["id"] == id and r["published_on"] for r in rows))  # fmt: skip
        return id


@pytest.fixture(scope="module", name="cast")
def _cast(site: Site) -> Cast:
    school = site.schools[0]
    staff = site.asking.caller(school, "coordinator")
    kid = _consented(staff, KID)
    other = listed_mentor(site.asking, school, OTHER)
    _opened(site, kid)
    [link] = staff.all("participants", "/guardianships", child=kid)
    staff.until("matching", "/pairs", lambda rows: bool(rows), year=this_year())
    member = Membership(TenantId(school), ("head",), SCHOOLS[0], "school", None)
    open_gateway(Settings.from_env("gateway")).accounts.create("boss", PASSWORD, [member])
    cast = Cast(school, staff, kid, link["guardian"], site.mentor, other)
    for person in (site.mentor, other):
        cast.agree(person, "publication_award")
        cast.agree(person, "publication_image")
    cast.agree(site.mentor, "publication_case")
    return cast


def _addresses(cast: Cast) -> dict[str, str]:
    page = f"/results/{cast.school}"
    return {"page": page, "atom": f"{page}/feed.atom", "json": f"{page}/feed.json",
            "block": f"/embed/{cast.school}"}  # fmt: skip


def test_a_story_is_written_approved_told_and_gone_at_once(
    visit: Visit, phone: Visitor, cast: Cast
) -> None:
    staff, page = signed_in(visit, "first")
    staff.open("/cases")
    page.get_by_label("О какой паре").select_option(label=f"{MENTOR}, {KID}")
    page.get_by_role("button", name="Написать").click()
    row = page.get_by_role("listitem").filter(has_text=KID)
    expect(row).to_contain_text("публикация истории пары: нет")
    expect(row.get_by_role("link")).to_have_count(3)
    for label, text in (("С чего началось", "Боялась задач"), ("К чему стремились", "Олимпиада"),
                        ("Как шли к цели", " "), ("Что получилось", STORY)):  # fmt: skip
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Сохранить черновик").click()
    expect(page.get_by_role("alert")).to_contain_text("Проверьте")
    assert page.get_by_label("Что получилось").input_value() == STORY, "nothing typed is lost"
    staff.complaints.clear()  # the browser notes the form that came back
    page.get_by_label("Как шли к цели").fill("Двенадцать встреч")
    picture(page, "case-form")
    sound_as_it_stands(page)
    page.get_by_role("button", name="Сохранить черновик").click()
    expect(page.get_by_text("История сохранена как черновик.")).to_be_visible()
    case = page.url.removeprefix(staff.address).partition("?")[0]
    staff.sound(case)
    staff.open(case)
    picture(page, "case")
    boss, own = signed_in(visit, "boss")
    boss.open(case)
    own.get_by_role("button", name="Утвердить историю").click()
    expect(own.get_by_text("История утверждена.")).to_be_visible()
    staff.open(case)
    page.get_by_role("link", name="Подготовить для открытой страницы").click()
    page.get_by_label("Заголовок").fill(STORY)
    page.get_by_role("button", name="Сохранить черновик").click()
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.get_by_role("alert")).to_contain_text("Для этого нет согласия: публикация истории")
    item = page.url.removeprefix(staff.address).partition("?")[0]
    staff.sound(item)
    staff.open(item)
    picture(page, "publication")
    cast.agree(cast.kid, "publication_case")
    staff.open(item)
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.get_by_text("Опубликовано на открытой странице.")).to_be_visible()
    staff.sound("/cases")
    staff.sound("/publications")
    staff.open("/publications")
    picture(page, "publications")
    staff.open("/cases")
    picture(page, "cases")
    addresses = _addresses(cast)
    until_shown(phone, addresses["page"], STORY)
    for name, path in addresses.items():
        assert STORY in _read(phone, path), name
    cast.take_back(cast.kid, "publication_case")
    for name, path in addresses.items():
        assert STORY not in _read(phone, path), name
    staff.open(item)
    expect(page.get_by_role("heading", name="Так это увидят все")).not_to_be_visible()
    assert not phone.context.cookies(), "nobody is followed"


def _read(visitor: Visitor, path: str, status: int = 200) -> str:
    answer = visitor.context.request.get(visitor.address + path)
    assert answer.status == status, (path, answer.status)
    assert answer.headers["cache-control"] == "no-store"
    return answer.text()


def _shot_with_place(page: Page) -> bytes:
    """A real JPEG that says where it was taken and that it lies on its side."""
    jpeg = page.screenshot(type="jpeg", clip={"x": 0, "y": 0, "width": 64, "height": 32})
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    tiff = b"II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4) + b"55.7558N 37.6173E"
    exif = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


def test_a_picture_loses_its_place_and_goes_with_the_first_who_is_erased(
    visit: Visit, cast: Cast
) -> None:
    staff, page = signed_in(visit, "first")
    content = _shot_with_place(page)
    staff.open("/publications/new?kind=image")
    page.get_by_label("Заголовок").fill("Финал олимпиады")
    page.get_by_label("Подпись под фотографией").fill("После игры")
    page.get_by_label("Что на фотографии").fill("Двое у доски улыбаются")
    page.get_by_role("group", name="Кто на фотографии").get_by_label(MENTOR).check()
    page.get_by_role("group", name="Кто на фотографии").get_by_label(KID).check()
    picture(page, "picture-form")
    sound_as_it_stands(page)
    page.get_by_role("button", name="Сохранить черновик").click()
    item = page.url.removeprefix(staff.address).partition("?")[0]
    _send(page, content)
    expect(page.get_by_role("alert")).to_contain_text(
        "Для этого нет согласия: публикация изображения"
    )
    cast.agree(cast.kid, "publication_image")
    _send(page, b"%PDF-1.7")
    expect(page.get_by_role("alert")).to_contain_text("Файл не подходит")
    _send(page, content)
    expect(page.get_by_text("сведения о месте, времени и камере удалены")).to_be_visible()
    expect(page.get_by_role("img", name="Двое у доски улыбаются")).to_be_visible()
    staff.sound(item)
    staff.open(item)
    picture(page, "picture-preview")
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.get_by_text("Опубликовано на открытой странице.")).to_be_visible()
    address = f"/results/{cast.school}"
    until_shown(staff, address, "Финал олимпиады")
    shown = page.get_by_role("img", name="Двое у доски улыбаются")
    shown.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('article img').naturalWidth > 0")
    size = shown.evaluate("one => [one.naturalWidth, one.naturalHeight]")
    assert size == [32, 64], "the way up stays known"
    staff.sound(address)
    staff.open(address)
    picture(page, "public-page")
    source = str(shown.get_attribute("src"))
    answer = page.request.get(staff.address + source)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "image/jpeg"
    assert b"37.6173E" in content
    assert b"37.6173E" not in answer.body()
    cast.staff.post("participants", f"/people/{cast.kid}/erase")
    assert page.request.get(staff.address + source).status == 404
    assert "Финал олимпиады" not in _read(staff, address)
    assert "Финал олимпиады" not in _read(staff, f"{address}/feed.json")


def _send(page: Page, content: bytes) -> None:
    file: Any = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": content}
    page.locator("#picture").set_input_files(file)
    page.get_by_role("button", name="Загрузить фотографию").click()


def test_feeds_follow_their_standards_and_tell_what_is_gone(phone: Visitor, cast: Cast) -> None:
    kept = cast.published("mentor", "Наставник & друг <года>", cast.mentor)
    gone = cast.published("mentor", "Скоро исчезнет", cast.other)
    addresses = _addresses(cast)
    before = _atom(_read(phone, addresses["atom"]))
    cast.take_back(cast.other, "publication_award")
    cast.staff.until("reporting", "/publications", lambda rows: _withdrawn(rows, gone))
    after = _atom(_read(phone, addresses["atom"]))
    entry = f"a:entry[a:id='{_urn(kept)}']"
    assert before.findtext(f"{entry}/a:title", None, ATOM) == "Наставник & друг <года>"
    for name in ("id", "updated"):
        path = f"{entry}/a:{name}"
        assert before.findtext(path, None, ATOM) == after.findtext(path, None, ATOM), "stable"
    assert after.find(f"a:entry[a:id='{_urn(gone)}']", ATOM) is None
    assert after.find(f"at:deleted-entry[@ref='{_urn(gone)}']", ATOM) is not None
    assert str(before.findtext("a:updated", None, ATOM)) <= str(
        after.findtext("a:updated", None, ATOM)
    )
    answer = phone.context.request.get(phone.address + addresses["json"])
    assert answer.headers["content-type"].startswith("application/feed+json")
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == phone.address + addresses["json"]
    assert _urn(kept) in [one["id"] for one in feed["items"]]
    assert _urn(gone) not in [one["id"] for one in feed["items"]]
    phone.open(addresses["page"])
    links = phone.page.locator("head link[rel=alternate]")
    assert links.count() == 2


def _withdrawn(rows: list[dict[str, Any]], id: str) -> bool:
    return any(row["id"] == id and row["status"] == "withdrawn" for row in rows)


def _urn(id: str) -> str:
    return f"urn:uuid:{id[:8]}-{id[8:12]}-{id[12:16]}-{id[16:20]}-{id[20:]}"


def _atom(text: str) -> Any:
    """Read by a parser that is not ours, with what RFC 4287 demands of every feed and entry."""
    feed = etree.fromstring(text.encode())
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for owner in (feed, *feed.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(owner.findall(f"a:{name}", ATOM)) == 1, name
        assert owner.findtext("a:author/a:name", None, ATOM)
        alternates = [one.get("href") for one in owner.findall("a:link[@rel='alternate']", ATOM)]
        assert len(alternates) == 1
    assert feed.find("a:link[@rel='self']", ATOM) is not None
    ids = [one.text for one in feed.findall("a:entry/a:id", ATOM)]
    assert len(set(ids)) == len(ids)
    return feed


class _Host:
    """Somebody else's site with the block inside."""

    def __init__(self, block: str) -> None:
        page = f'<!doctype html><html lang="ru"><title>Чужой сайт</title><iframe src="{block}" ' \
               'title="Наставничество" width="380" height="600"></iframe></html>'  # fmt: skip

        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, *_: Any) -> None:
                """Nothing to say."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def test_only_sites_on_the_list_show_the_block(visit: Visit, cast: Cast) -> None:
    cast.published("mentor", "Лучший в районе", cast.mentor)
    boss, page = signed_in(visit, "boss")
    friend, stranger = (_Host(f"{boss.address}/embed/{cast.school}") for _ in range(2))
    boss.open("/public-page")
    page.get_by_label("Сайты, которым это разрешено").fill(f"{friend.address}\nhttp://a.example")
    page.get_by_role("button", name="Сохранить список").click()
    expect(page.get_by_role("alert")).to_contain_text("не адрес сайта с HTTPS")
    boss.complaints.clear()  # the browser notes the form that came back
    page.get_by_label("Сайты, которым это разрешено").fill(f"{friend.address}\nшкола.рф")
    page.get_by_role("button", name="Сохранить список").click()
    expect(page.get_by_text("Список сайтов сохранён.")).to_be_visible()
    assert "<iframe" in page.locator("#snippet").input_value()
    assert "https://школа.рф" in page.get_by_label("Сайты, которым это разрешено").input_value()
    boss.sound("/public-page")
    boss.open("/public-page")
    picture(page, "public-site")
    page.goto(friend.address)
    inside = page.frame_locator("iframe")
    expect(inside.get_by_role("heading", name="Лучший в районе")).to_be_visible()
    picture(page, "block")
    boss.complaints.clear()
    page.goto(stranger.address)
    page.wait_for_timeout(500)
    assert "Лучший в районе" not in page.frames[-1].content()
    assert any("frame-ancestors" in one for one in boss.complaints)
    for path, framed in ((f"/embed/{cast.school}", True), (f"/results/{cast.school}", False)):
        headers = page.request.get(boss.address + path).headers
        assert (friend.address in headers["content-security-policy"]) is framed
        assert ("x-frame-options" in headers) is not framed
        assert "set-cookie" not in headers
    block = _read(boss, f"/embed/{cast.school}")
    assert "<script" not in block
    assert "<form" not in block
    boss.complaints.clear()
    boss.open(f"/embed/{cast.school}?language=en")
    assert page.locator("html").get_attribute("lang") == "en"
    sound_as_it_stands(page)
    for host in (friend, stranger):
        host.close()


def test_whoever_looks_after_the_withdrawal_sees_nothing_anywhere(site: Site, cast: Cast) -> None:
    """Readers that never stop, on page, feeds and block, while a consent is taken back."""
    title = "Гонка с отзывом"
    cast.agree(cast.other, "publication_award", "race")
    cast.published("mentor", title, cast.other)
    ended: list[float] = []
    seen: list[tuple[float, str, bool]] = []

    def read(name: str, path: str) -> None:
        later = 0
        while time.monotonic() < deadline and later < 3:
            began = time.monotonic()
            try:
                with urllib.request.urlopen(site.address + path) as answer:
                    seen.append((began, name, title in answer.read().decode()))
            except urllib.error.HTTPError as refusal:
                if refusal.code != 503:  # consents could not be asked in time: nothing is shown
                    raise
                continue
            later += bool(ended) and began > ended[0]

    deadline = time.monotonic() + 120
    threads = [threading.Thread(target=read, args=one) for one in _addresses(cast).items()]
    for one in threads:
        one.start()
    while time.monotonic() < deadline - 60 and len({n for _, n, shown in list(seen) if shown}) < 4:
        time.sleep(0.05)
    cast.take_back(cast.other, "publication_award", "race")
    ended.append(time.monotonic())
    for one in threads:
        one.join()
    for name in _addresses(cast):
        assert any(shown for began, n, shown in seen if n == name and began < ended[0]), name
        later = [shown for began, n, shown in seen if n == name and began > ended[0]]
        assert later, name
        assert not any(later), name


def test_without_an_answer_on_consents_a_kind_page_is_all_there_is(cast: Cast) -> None:
    settings = Settings.from_env("gateway")
    dead = dict(settings.urls) | {"participants": f"http://127.0.0.1:{free_port()}"}
    client = create_app(replace(settings, urls=dead)).test_client()
    for name, path in _addresses(cast).items():
        answer = client.get(path)
        assert answer.status_code == 503, name
        assert answer.headers["Retry-After"] == "60"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "через минуту" in answer.get_data(as_text=True)
    assert client.get(f"/embed/{cast.school}?language=en").status_code == 503


def test_a_municipality_shows_what_its_schools_tell(visit: Visit, site: Site, cast: Cast) -> None:
    cast.published("mentor", "Гордость школы", cast.mentor)
    city, page = signed_in(visit, "city")
    city.open("/publications")
    page.get_by_role("link", name="Новость года без имён").click()
    page.get_by_label("Заголовок").fill("Год наставничества")
    page.get_by_label("Текст").fill("В районе заработали три школы.")
    page.get_by_role("button", name="Сохранить черновик").click()
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.get_by_text("Опубликовано на открытой странице.")).to_be_visible()
    city.sound("/publications")
    city.open("/public-page")
    page.get_by_role("button", name="Показать на странице").click()
    expect(page.get_by_text("Показатели показаны на открытой странице.")).to_be_visible()
    city.open("/publications")
    page.get_by_role("link", name="Посмотреть открытую страницу").click()
    address = page.url.removeprefix(city.address)
    until_shown(city, address, "Гордость школы")
    article = page.get_by_role("article").filter(has_text="Гордость школы")
    expect(article).to_contain_text(SCHOOLS[0])
    expect(page.get_by_text("Год наставничества")).to_be_visible()
    _month_end(cast)
    until_shown(city, address, "Год в цифрах")
    chart = page.get_by_role("img", name="Выполнено пунктов дорожной карты по этапам")
    expect(chart).to_be_visible()
    assert "Этап 7" in str(chart.locator("desc").text_content())
    pairs = page.locator(".totals > div").filter(has=page.get_by_text("Пары", exact=True))
    expect(pairs.locator("dd")).to_have_text("—")
    city.sound(address)
    city.open(address)
    picture(page, "municipal-page")
    assert "Год в цифрах" not in _read(city, f"/results/{cast.school}"), "its head has not decided"


def _month_end(cast: Cast) -> None:
    """The next one is published; one pair is not told."""
    begin, today = int(this_year()[:4]), date.today()
    plan = {"year": this_year(), "starts": f"{begin}-09-01", "ends": f"{begin + 1}-05-31"}
    cast.staff.post("reporting", "/roadmaps", plan)
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    advance(Settings.from_env("gateway"), (first - today).days)


def test_a_company_tells_of_its_own_best_mentors_only(visit: Visit, site: Site) -> None:
    company = derived_id("demo", Settings.from_env("gateway").cell, COMPANIES[0])
    staff = site.asking.caller(company, "company_coordinator")
    body = {"name": "Громов Илья Сергеевич", "birth_date": "1985-04-12"}
    worker = str(staff.post("participants", "/people", body)["id"])
    consent = {"person": worker, "purpose": "publication_award", "giver": "self", "by": worker,
               "until": UNTIL}  # fmt: skip
    staff.post("participants", "/consents", consent)
    item = {"year": this_year(), "kind": "mentor", "title": "Наставник завода", "text": "Спасибо!",
            "people": [worker]}  # fmt: skip
    id = staff.post("reporting", "/publications", item)["id"]
    staff.post("reporting", f"/publications/{id}/publish")
    member = Membership(TenantId(company), ("company_coordinator",), COMPANIES[0], "company", None)
    open_gateway(Settings.from_env("gateway")).accounts.create("works", PASSWORD, [member])
    works, page = signed_in(visit, "works")
    until_shown(works, f"/embed/{company}?kind=mentor", "Наставник завода")
    works.sound(f"/publications/{id}")
    works.open("/public-page")
    works.open("/publications")
    page.get_by_role("link", name="Наш лучший наставник").click()
    expect(page.get_by_text("Ни у кого из ваших сотрудников пока нет награды")).to_be_visible()
    body = {"person": worker, "purpose": "publication_award"}
    staff.post("participants", "/consents/withdraw", body)
    assert "Наставник завода" not in _read(works, f"/embed/{company}")


def test_an_organisation_that_is_none_has_no_page(phone: Visitor) -> None:
    for path in ("/results/nobody", "/embed/nobody", "/results/nobody/feed.atom"):
        _read(phone, path, 404)
