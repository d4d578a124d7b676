"""Everything that the hand can do on the board, and what a coordinator sees where it cannot be."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.e2e.board_site import (
    FIRST,
    KIDS,
    MORE,
    OTHER,
    card,
    computed,
    coordinator,
    do_it,
    mentor_card,
    of,
    opened_panel,
    priced,
    propose,
    town,
    with_mentor,
)
from tests.e2e.matching_site import Cast, _at_least, _child
from tests.e2e.site import (
    PHONE,
    Site,
    Visit,
    Visitor,
    picture,
    sound_as_it_stands,
    this_year,
    until_shown,
)

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.long,  # the journey of test_board_pages is the main one
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(400),
]


@pytest.fixture(scope="module", name="cast")
def _cast(site: Site) -> Cast:
    return town(site, *MORE)


def test_a_pair_is_fixed_freed_ruled_out_and_stays_so_when_computed_anew(
    visit: Visit, cast: Cast
) -> None:
    staff, page = coordinator(visit)
    board = propose(staff)
    page.get_by_text("Оба способа рядом").click()
    expect(page.get_by_text("Доказано при расчёте")).to_be_visible()
    fixed, banned = with_mentor(page, FIRST)
    opened_panel(page, fixed).get_by_role("button", name="Закрепить пару").click()
    expect(card(page, fixed)).to_contain_text("закреплена")
    panel = opened_panel(page, fixed)
    expect(panel.get_by_role("button", name="Освободить пару")).to_be_visible()
    expect(panel.get_by_role("button", name="Показать цену")).to_have_count(0)
    staff.open(board)
    panel = opened_panel(page, banned)
    panel.get_by_role("link", name="Исключить эту пару").click()
    expect(panel.get_by_role("heading", name="Исключить эту пару")).to_be_visible()
    do_it(page, panel)
    assert banned not in of(page, FIRST)
    page.get_by_text("Исключено: 1").click()
    expect(page.get_by_text(f"{banned} и {FIRST}")).to_be_visible()
    panel = priced(page, banned, FIRST)
    expect(panel.get_by_text("куратор не разрешил эту пару")).to_be_visible()
    expect(panel.get_by_role("button", name="Выполнить")).to_have_count(0)
    sound_as_it_stands(page)
    staff.open(f"{board}?view=fixed")
    expect(page.locator(".mentors > li")).to_have_count(1)
    staff.sound(f"{board}?view=fixed")

    staff.open(board)
    page.get_by_role("button", name="Рассчитать заново с закреплённым").click()
    expect(card(page, fixed)).to_contain_text("закреплена", timeout=60_000)
    assert fixed in of(page, FIRST)
    assert banned not in of(page, FIRST)
    opened_panel(page, fixed).get_by_role("button", name="Освободить пару").click()
    expect(page.get_by_text("Изменение внесено.")).to_be_visible()
    expect(card(page, fixed)).not_to_contain_text("закреплена")
    page.get_by_text("Сравнить с другим проектом").click()
    page.get_by_role("button", name="Рядом").click()
    expect(page.get_by_role("heading", name="Два проекта рядом")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Закреплено 0 1"))).to_be_visible()
    picture(page, "compared")
    staff.sound(page.url.removeprefix(staff.address))


def test_two_are_swapped_and_one_makes_room_for_another(visit: Visit, cast: Cast) -> None:
    staff, page = coordinator(visit)
    board = propose(staff)
    (theirs,) = with_mentor(page, OTHER)
    mine = with_mentor(page, FIRST)[0]
    panel = priced(page, mine, OTHER)
    expect(panel.get_by_text("Все места этого наставника заняты")).to_be_visible()
    panel.get_by_role("link", name=re.compile(f"поменять местами.*{theirs}")).click()
    expect(panel.locator(".moves")).to_contain_text(theirs)
    sound_as_it_stands(page)
    do_it(page, panel)
    assert with_mentor(page, OTHER) == [mine]
    assert theirs in of(page, FIRST)

    staff.open(f"{board}?view=left")
    alone = next(kid for kid in KIDS if kid in page.locator(".left").inner_text())
    expect(page.locator(".left > li")).to_have_count(1)
    panel = priced(page, alone, OTHER)
    panel.get_by_role("link", name=re.compile(f"занять это место.*{mine}")).click()
    expect(panel.locator(".moves")).to_contain_text(f"{mine}: {OTHER} → никто")
    panel.get_by_role("button", name="А если подстроятся все остальные?").click()
    expect(page.get_by_text("Лучший общий итог")).to_be_visible(timeout=60_000)
    staff.open(f"{board}?view=left")
    panel = priced(page, alone, OTHER)
    panel.get_by_role("link", name=re.compile(f"занять это место.*{mine}")).click()
    expect(panel.locator(".moves")).to_contain_text(mine)
    do_it(page, panel)
    assert "view=left" in page.url, "the reader is back where they were"
    expect(page.locator(".left > li")).to_contain_text(mine)
    staff.sound(f"{board}?view=left")


def test_every_change_against_an_older_board_shows_the_difference(visit: Visit, cast: Cast) -> None:
    staff, page = coordinator(visit)
    board = propose(staff)
    two, other = coordinator(visit)
    one, another = with_mentor(page, FIRST)
    (theirs,) = with_mentor(page, OTHER)

    # A swap that is not possible any more: the difference comes before any refusal.
    two.open(board)
    staff.open(board)
    panel = priced(page, one, OTHER)
    panel.get_by_role("link", name=re.compile(f"поменять местами.*{theirs}")).click()
    expect(panel.locator(".moves")).to_be_visible()
    away = opened_panel(other, theirs)
    away.get_by_role("link", name="Вывести из пары").click()
    expect(away.get_by_text("Кого затронет")).to_be_visible()
    do_it(other, away)
    panel.get_by_role("button", name="Выполнить").click()
    expect(page.get_by_role("heading", name="Кто-то успел раньше")).to_be_visible()
    expect(page.get_by_text(f"{theirs}: выведен из пары")).to_be_visible()
    expect(page.get_by_text("у одного из двоих сейчас нет пары")).to_be_visible()
    expect(page.get_by_role("button", name="Всё равно сделать")).to_have_count(0)
    sound_as_it_stands(page)
    page.get_by_role("link", name="Выбрать другое").click()
    expect(page.get_by_role("heading", name=one).first).to_be_visible()

    # The very same is not done twice; something else is, with one press.
    staff.open(board)
    two.open(board)
    panel = opened_panel(page, one)
    opened_panel(other, one).get_by_role("button", name="Закрепить пару").click()
    expect(other.get_by_text("Изменение внесено.")).to_be_visible()
    panel.get_by_role("button", name="Закрепить пару").click()
    expect(page.get_by_text("Другой куратор сделал то же самое")).to_be_visible()
    staff.open(board)
    opened_panel(other, another).get_by_role("button", name="Закрепить пару").click()
    expect(other.get_by_text("Изменение внесено.")).to_be_visible()
    panel = opened_panel(page, another)
    expect(panel.get_by_text("проект изменили")).to_be_visible()  # before anything is pressed
    page.get_by_role("button", name="Предложить эти пары участникам").click()
    expect(page.get_by_text(f"{another}: пара закреплена")).to_be_visible()
    picture(page, "conflict-adopt")
    sound_as_it_stands(page)
    page.get_by_role("link", name="Оставить как есть").click()
    expect(page.get_by_role("heading", name="Наставники и их наставляемые")).to_be_visible()
    assert cast.staff.all("matching", "/pairs", programme=cast.programme) == []

    # What is put away by one cannot be changed by the other.
    two.open("/matching")
    other.get_by_role("button", name="Отложить").first.click()
    expect(other.get_by_text("Проект отменён.")).to_be_visible()
    page.get_by_role("button", name="Предложить эти пары участникам").click()
    expect(page.get_by_text("Это уже не проект")).to_be_visible()
    expect(page.get_by_role("button", name="Всё равно сделать")).to_have_count(0)
    assert not staff.complaints + two.complaints


def test_fixed_pairs_that_contradict_each_other_are_named_with_the_rule(
    visit: Visit, site: Site, cast: Cast
) -> None:
    staff, page = coordinator(visit)
    propose(staff)
    both = with_mentor(page, FIRST)
    for kid in both:
        opened_panel(page, kid).get_by_role("button", name="Закрепить пару").click()
        expect(card(page, kid)).to_contain_text("закреплена")
    _places(site, cast, 1)
    try:
        _blamed(staff, both)
    finally:
        _places(site, cast, 2)


def _blamed(staff: Visitor, both: list[str]) -> None:
    page = staff.page
    page.get_by_role("button", name="Рассчитать заново с закреплённым").click()
    alert = page.get_by_role("alert").filter(has_text="Закреплённая вами пара")
    expect(alert).to_contain_text("место заняли другие", timeout=60_000)
    about = page.get_by_text("Речь о людях:")
    for name in (FIRST, *both):
        expect(about).to_contain_text(name)
    picture(page, "failed")
    path = page.url.removeprefix(staff.address).partition("?")[0]
    staff.sound(path)
    staff.open(path)
    page.get_by_role("link", name="Показать закреплённые пары прежнего проекта").click()
    expect(page.locator(".mentors > li")).to_have_count(1)
    expect(page.locator(".mentors > li")).to_contain_text(both[1])


def _places(site: Site, cast: Cast, count: int) -> None:
    cast.staff.post("participants", f"/mentors/{site.mentor}/capacity", {"capacity": count})
    cast.staff.until(
        "matching", "/candidates",
        lambda rows: any(r["capacity"] == count and r["person"] == site.mentor for r in rows),
        year=this_year(), role="mentor",
    )  # fmt: skip


def test_a_computation_is_stopped_and_leaves_nothing(visit: Visit, cast: Cast) -> None:
    staff, page = coordinator(visit)
    path = f"/programmes/{cast.programme}/proposals"
    asked = [cast.staff.post("matching", path, {}, again=str(n))["id"] for n in range(8)]
    known = partial(_at_least, len(asked))
    cast.staff.until("matching", "/proposals", known, programme=cast.programme)
    staff.open(f"/matching/{asked[-1]}")
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Остановить").click()
    expect(page.get_by_text("Расчёт остановлен.")).to_be_visible()
    staff.sound(f"/matching/{asked[-1]}")
    expect(page.get_by_role("heading", name="Наставники и их наставляемые")).to_have_count(0)
    drafts = partial(_at_least, len(asked) - 1)
    cast.staff.until("matching", "/proposals", drafts, programme=cast.programme, status="draft")
    stopped = cast.staff.all("matching", "/proposals", programme=cast.programme, status="cancelled")
    assert [run["id"] for run in stopped] == [asked[-1]]


def test_groups_are_proposed_where_both_sides_agree(visit: Visit, cast: Cast) -> None:
    staff, page = coordinator(visit)
    until_shown(staff, "/matching", "Предложить пары")
    expect(page.get_by_label("Кто вместе в группе")).to_be_hidden()
    page.get_by_label("Группы там, где согласны обе стороны").check()
    page.get_by_label("Кто вместе в группе").select_option(label="наставляемые с одной темой")
    page.get_by_role("button", name="Предложить пары").click()
    board = computed(staff)
    expect(mentor_card(page, FIRST)).to_contain_text("в группе")
    expect(mentor_card(page, OTHER)).not_to_contain_text("в группе")
    page.get_by_role("link", name="Группы (1)").click()
    expect(page.locator(".mentors > li")).to_have_count(1)
    page.get_by_text("Как рассчитано").or_(page.get_by_text("Оба способа рядом")).click()
    expect(page.get_by_text("Группы найдены перебором")).to_be_visible()
    staff.sound(f"{board}?view=groups")


def test_the_menu_works_without_scripts_and_on_a_phone(visit: Visit, cast: Cast) -> None:
    staff, page = coordinator(visit)
    board = propose(staff)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.route(re.compile(r".*\.js(\?.*)?$"), lambda route: route.abort())
    staff.open(board)
    mentee = with_mentor(page, FIRST)[0]
    card(page, mentee).get_by_role("link", name="Изменить…").click()
    page.get_by_role("link", name="Вывести из пары").click()
    expect(page.get_by_text("Только это изменение")).to_be_visible()
    page.get_by_role("button", name="Выполнить").click()
    expect(page.get_by_text("Изменение внесено.")).to_be_visible()
    assert mentee not in of(page, FIRST)


def test_in_mid_year_no_more_standing_pairs_change_than_allowed(visit: Visit, cast: Cast) -> None:
    """The last of the file: it adopts."""
    staff, page = coordinator(visit)
    propose(staff)
    before = {name: with_mentor(page, name) for name in (FIRST, OTHER)}
    page.get_by_role("button", name="Предложить эти пары участникам").click()
    expect(page.get_by_text("Пары предложены их участникам: 3.")).to_be_visible()
    _child(cast.staff, "Зимина Ева Андреевна", 15, cast.mother)
    five = partial(_at_least, 5)
    cast.staff.until("matching", "/candidates", five, year=this_year(), role="mentee")
    until_shown(staff, "/matching", "С действующими парами")
    page.get_by_label("С действующими парами").check()
    page.get_by_label("Не больше стольких действующих пар может измениться").fill("0")
    page.get_by_role("button", name="Предложить пары").click()
    board = computed(staff)
    assert {name: with_mentor(page, name) for name in (FIRST, OTHER)} == before
    assert page.get_by_text("действует", exact=True).count() == 3
    page.get_by_text("Оба способа рядом").click()
    expect(page.get_by_role("row", name=re.compile("Изменено действующих пар 0"))).to_be_visible()
    page.get_by_role("link", name="Без наставника (2)").click()
    expect(page.locator(".left > li")).to_have_count(2)
    staff.sound(f"{board}?view=left")
