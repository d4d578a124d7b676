"""``make demo``: the year from the first meeting with parents to next year's base, then the proof."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
import httpx
from pymongo.errors import PyMongoError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from infra.demo import (
    arriving,
    completing,
    gathering,
    guarding,
    guests,
    inviting,
    mapping,
    opening,
    papers,
    preparing,
    readying,
    rounds,
    sharing,
    weeks,
    working,
)
from infra.demo.asking import DEADLINE, Asking, Refusal
from infra.demo.town import School, Town
from infra.layout import Layout
from infra.samples import write_all
from infra.supervisor import Stack
from infra.testing.mailing import MailServer, mail_server, noon_zone
from infra.waiting import NotReady, free_port
from shared.clock import is_demo, make_demo
from shared.config import PORTS, SERVICES, Settings
from shared.domain.errors import Refused
from shared.domain.ids import new_id
from shared.http.tokens import Issuer

Step = tuple[str, Callable[[], object]]


def steps_of(town: Town) -> list[Step]:
    """The year in order; days pass between the stages."""
    people: dict[str, list[str]] = {}

    def every(work: Callable[[School], object]) -> Callable[[], object]:
        return lambda: town.asking.together(work, town.schools)

    def companies_sign() -> None:
        for name, tenant in town.companies.items():
            people[name] = gathering.company_consents(town, tenant)

    def companies_list() -> None:
        for name, tenant in town.companies.items():
            gathering.company_base(town, tenant, people[name])

    return [
        ("Муниципалитет, школы, предприятия", town.found),
        ("Предприятие по приглашению", lambda: inviting.company(town, "company-2", "Банк")),
        ("1 · Встречи с педагогами, родителями, партнёрами, учениками", every(gathering.prepare)),
        ("1 · Ресурсный план, предварительные запросы", every(preparing.plan)),
        ("1 · Родительское собрание: письма, ответы, код у входа", every(guests.parents_meeting)),
        ("2 · Списки из XLSX", lambda: gathering.import_lists(town)),
        ("2 · Согласия в школах", every(gathering.consents)),
        ("1 · Объявление родителям и педагогам", every(preparing.announce)),
        ("2 · Согласия на предприятиях", companies_sign),
        ("2 · Анкеты из XLSX", lambda: gathering.answers(town)),
        ("2 · Сведения психолога, база наставляемых", every(gathering.mentee_base)),
        ("3 · Программа и её формы", every(gathering.programme)),
        ("3 · База наставников", every(gathering.mentor_base)),
        ("3 · Наставники с предприятий", companies_list),
        ("3 · Школа № 3 просит наставников школ № 1 и № 2",
         lambda: gathering.share(town.schools[2], town.schools[:2])),
        ("3 · Постоянное разрешение наставника",
         lambda: sharing.standing(town.schools[0], town.schools[1])),
        ("3 · Карточки чужих наставников", every(gathering.cards)),
        ("3, 4 · Первые измерения", every(lambda s: readying.measure(s, 1))),
        ("4 · Собеседования", every(readying.select)),
        ("4 · Обучение", every(readying.train)),
        ("— проходит месяц", lambda: town.pass_days(30)),
        ("3 · Покрытие запросов, приказ о запуске", every(working.launch)),
        ("5 · Общая встреча и предпочтения", every(working.general_meeting)),
        ("5 · Муниципальный раунд", lambda: rounds.municipal(town)),
        ("5 · Подбор, согласие, приказ", every(working.match)),
        ("Дорожная карта: новая редакция", every(mapping.change)),
        ("6 · Пары известны журналу", every(working.await_series)),
        ("6 · Организационные встречи", every(lambda s: working.meet(s, "organisational"))),
        ("— проходит неделя", lambda: town.pass_days(7)),
        ("6 · Пробные встречи", every(lambda s: working.meet(s, "trial"))),
        ("6 · Цели и даты обратной связи", every(working.goals)),
        ("6 · Планирование", every(lambda s: working.meet(s, "planning"))),
        ("6 · План по неделям, перенос, календарь", every(weeks.plan)),
        ("— проходит два месяца", lambda: town.pass_days(60)),
        ("6 · Регулярные встречи", every(lambda s: working.meet(s, "regular"))),
        ("6 · Сигналы куратору, исправленная запись", every(weeks.look_after)),
        ("6 · Обратная связь", every(working.feedback)),
        ("6 · Обратная связь по ссылке, разговор с психологом", every(preparing.by_link)),
        ("6 · Отзыв согласия посреди года", lambda: working.withdraw(town.schools[0])),
        ("— проходит два месяца", lambda: town.pass_days(60)),
        ("6 · Итоговые встречи", every(working.close_pairs)),
        ("6 · Опрос участников", every(completing.survey)),
        ("7 · Приглашения, церемония, отчёт", every(completing.complete)),
        ("7 · Документы с кодом проверки", every(papers.issue_papers)),
        ("7 · Вторые измерения", every(completing.compare)),
        ("7 · Кейсы и публикации", every(completing.publish)),
        ("7 · Открытая страница до и после отзыва",
         lambda: completing.show_public_page(town.schools[0])),
        ("7 · Результаты в базах, долгосрочная база", every(completing.keep)),
        ("Дорожная карта: печать, перенос на год", every(mapping.print_and_copy)),
        ("Архив года", every(papers.archive)),
        ("Знаменатели показателей", every(lambda s: completing.indicators(town, s))),
        ("Список на будущий год с ошибками", lambda: arriving.list_with_errors(town.schools[2])),
        ("Кампания согласий, согласие на бумаге", lambda: arriving.campaign(town.schools[2])),
        ("Анкета по личной ссылке", lambda: arriving.questionnaire(town.schools[2])),
        ("Передача дел координатора", lambda: inviting.hand_over(town.schools[2])),
        ("Переход в другую школу", lambda: arriving.move(town.schools[2], town.schools[1])),
    ]  # fmt: skip


def rights_of(town: Town) -> list[Step]:
    """What a mentor of the year may ask for once it is over and proven."""
    home = town.schools[0]
    return [
        ("Отчёт о данных человека", lambda: guarding.report(home, home.facts["shared"])),
        ("Стирание данных", lambda: guarding.erase(home, home.facts["shared"])),
        ("Акт об уничтожении данных", lambda: guarding.certify(home, home.facts["shared"])),
        ("Дорожные карты после стирания", lambda: guarding.still_proven(town)),
    ]


def drive(steps: list[Step], console: Console) -> None:
    if not console.is_terminal:
        for number, (name, work) in enumerate(steps, 1):
            begin = time.monotonic()
            work()
            console.print(
                f"[{number:2}/{len(steps)}] {name} ({time.monotonic() - begin:.1f} с)", markup=False
            )
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=len(steps))
        for name, work in steps:
            progress.update(task, description=f"{name:60}")
            work()
            progress.advance(task)


def show(town: Town, console: Console, seconds: float = DEADLINE) -> bool:
    """Every school's roadmap with its evidence; whether nothing lacks it."""
    whole = True
    for school in town.schools:
        found = completing.roadmap(school, seconds)
        console.print(
            f"\n{school.name} · {town.year} · выполнено {found['ticked']} из {found['applicable']}"
        )
        for item in found["items"]:
            proof = ", ".join(f"{e['kind']} {e['count']}" for e in item["evidence"])
            mark = "✓" if item["ticked"] else "✗"
            lack = (
                "" if item["ticked"] else f"  не хватает: {item['missing_count']} {item['facts']}"
            )
            console.print(f"  {mark} {item['item']:4} {item['title_ru']:58} {proof}{lack}", markup=False,
                          highlight=False, soft_wrap=True)  # fmt: skip
        whole = whole and found["ticked"] == found["applicable"] == completing.ITEMS
    for school in town.schools:
        instruments = school.coordinator.get("participants", "/instruments")["items"]
        titles = {p["code"]: p["title"]["ru"] for one in instruments for p in one["parameters"]}
        query = {"year": town.year, "role": "mentee"}
        rows = school.coordinator.get("reporting", "/comparisons", **query)["groups"]
        console.print(f"\n{school.name}: до и после")
        for group in rows:
            for p in group.get("parameters", ()):
                line = _change(titles.get(p["parameter"], p["parameter"]), p)
                console.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
    return whole


def _change(title: str, parameter: dict[str, Any]) -> str:
    """One line of before and after; few pairs are a number only."""
    found = parameter["changes"]
    if found is None:
        return f"{title:30} пар {parameter['n']:3}, меньше пяти"
    size = "—" if found["effect_size"] is None else _signed(found["effect_size"])
    return (
        f"{title:30} пар {parameter['n']:3}, в среднем {_signed(found['mean_change'])}, "
        f"медиана {_signed(found['median_change'])}, размер эффекта {size}, {_p(found['wilcoxon_p'])}"
    )


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace(".", ",").replace("-", "−")


def _p(value: float | None) -> str:
    if value is None:
        return "p не вычислено"
    return "p < 0,001" if value < 0.001 else f"p = {value:.3f}".replace(".", ",")


def fresh_layout(home: Path, bus: str | None, mail: MailServer) -> Layout:
    """A cell of its own on free ports, so that a running installation is left alone; where
    servers are named, the cell's name is new, since a year is driven on an empty store only.
    Letters go to ``mail``; where it is noon, so that none waits for the morning."""
    shutil.rmtree(home, ignore_errors=True)
    ports = {
        f"{name.upper()}_PORT": str(free_port())
        for name in (*PORTS, "mongo", "kafka", "kafka_controller")
    }
    own = {"MENTORBASE_HOME": str(home), "MENTORBASE_CELL": f"demo{new_id()[:8]}"}
    letters = {"MENTORBASE_SMTP_URL": mail.url, "MENTORBASE_TIMEZONE": noon_zone(datetime.now(UTC))}
    return replace(Layout.from_env(bus, {**os.environ, **ports, **own}), settings=letters)


def start_services(stack: Stack) -> None:
    """The servers, the four services and their workers: the year needs no pages.

    Raises NotReady.
    """
    stack.layout.require_free_ports()
    stack.layout.ensure_secrets()
    stack.start_servers()
    for service in SERVICES:
        stack.start_child(service)
        stack.start_child(f"{service}-worker")
    for service in SERVICES:
        stack.wait_ready(service)


def town_of(
    layout: Layout, mongo_url: str, say: Callable[[str], None], *, fresh: bool,
    mail: MailServer | None = None,
) -> Town:  # fmt: skip
    """The driver's view of a running stack, whose clock it may move; ``mail`` takes its letters.

    A fresh store becomes a demo's; of any other, raises Refused unless it is one already.
    """
    settings = Settings.from_env("gateway", layout.environment(mongo_url))
    if fresh:
        make_demo(settings)
    elif not is_demo(settings):
        raise Refused("это не демонстрационное хранилище; --start запускает своё")
    write_all(layout.home / "samples")
    asking = Asking(
        {name: settings.urls[name] for name in SERVICES}, Issuer("gateway", layout.secrets)
    )
    documents, samples = layout.home / "documents", layout.home / "samples"
    return Town(asking, settings, documents, samples, say, mail=mail)


def run_year(town: Town, bus: str, console: Console) -> bool:
    """Whether every school's roadmap is proven at the end."""
    begin = time.monotonic()
    drive(steps_of(town), console)
    whole = show(town, console)
    if whole:
        drive(rights_of(town), console)
    console.print(
        f"\n{town.asking.asked} запросов за {time.monotonic() - begin:.0f} с, шина {bus}; "
        f"документы: {town.directory}", markup=False, highlight=False,
    )  # fmt: skip
    return whole


def keep_open(stack: Stack, town: Town) -> None:
    """The pages of the played year, with accounts, until Ctrl-C. Raises NotReady."""
    stack.start_child("gateway")
    stack.wait_ready("gateway")
    for line in (*opening.accounts(town), f"{stack.layout.address} · Ctrl-C"):
        town.say(line)
    stack.watch(threading.Event())


@click.command()
@click.option("--start", is_flag=True, help="start a stack of its own on a fresh store")
@click.option("--bus", type=click.Choice(["embedded", "kafka"]), default=None)
@click.option("--keep", is_flag=True, help="then open the pages and wait for Ctrl-C")
def main(start: bool, bus: str | None, keep: bool) -> None:
    """Drive one school year through the public APIs and print each school's roadmap.

    A store takes the year once: another run needs a fresh one, which --start makes.
    """
    console = Console(soft_wrap=True)
    with mail_server() as mail:
        home = Path(os.environ.get("MENTORBASE_HOME", "var")) / "demo"
        layout = fresh_layout(home, bus, mail) if start else Layout.from_env(bus)
        stack = Stack(layout, partial(_say, console))
        _drive_year(stack, mail if start else None, keep, console)


def _say(console: Console, line: str) -> None:
    console.print(f"  {line}", markup=False, highlight=False)


def _drive_year(stack: Stack, mail: MailServer | None, keep: bool, console: Console) -> None:
    """``mail`` takes the letters of a stack of its own; without one the stack runs already."""
    layout, start, whole = stack.layout, mail is not None, False
    say = partial(_say, console)
    try:
        if start:
            start_services(stack)
        town = town_of(layout, stack.mongo_url or layout.local_mongo, say, fresh=start, mail=mail)
        whole = run_year(town, layout.bus, console)
        if keep and start:
            keep_open(stack, town)
    except (PyMongoError, httpx.TransportError):
        say("Платформа не отвечает. --start запускает свою, на пустом хранилище.")
        sys.exit(1)
    except (NotReady, Refused, Refusal, TimeoutError, AssertionError) as error:
        console.print(f"Год не пройден: {error}", markup=False, highlight=False)
        if start:
            console.print(f"Журналы процессов: {layout.logs}", markup=False, highlight=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        if start:
            stack.stop()
    if not whole:
        console.print("Есть пункты без доказательств.")
        sys.exit(1)


if __name__ == "__main__":
    main()
