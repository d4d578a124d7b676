"""Charts are well-formed, tell in words what they show, and carry no style or script."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from shared.charts.bars import Bar, bars, columns
from shared.charts.changes import Change, Estimate, before_after, estimates
from shared.charts.network import Tie, ring
from shared.charts.svg import ALARM, FAINT, GRID, INK, MAIN, OTHER, WIDTH, Drawing

SVG = "{http://www.w3.org/2000/svg}"
ABOUT = Drawing("one", "Прогресс <школы>", "Готово 3 из 4 & ещё")
DRAWN = {
    "bars": bars(ABOUT, [Bar("Этап 1", 3, "3/4", 4), Bar("б" * 120, None, "—")], 4),
    "columns": columns(ABOUT, [("1", 0), ("2", 7), ("3", 3)]),
    "changes": before_after(ABOUT, [Change("Мотивация", 4, 8, "4 → 8")], 1, 10, ("до", "после")),
    "estimates": estimates(
        ABOUT, [Estimate("a", 2, 1, 3, "+2"), Estimate("b", 0, None, None, "0")]
    ),
    "ring": ring(ABOUT, [True, False, False], [Tie(0, 1), Tie(0, 2)]),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_has_a_title_and_a_description_that_are_tied_to_it(name: str) -> None:
    root = ElementTree.fromstring(DRAWN[name])
    assert root.get("role") == "img"
    ids = str(root.get("aria-labelledby")).split()
    told = [next(e.text for e in root if e.get("id") == id) for id in ids]
    assert told == [ABOUT.title, ABOUT.about]


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_allowed_by_a_strict_policy_and_stays_in_its_frame(name: str) -> None:
    root = ElementTree.fromstring(DRAWN[name])
    for element in root.iter():
        assert element.tag.removeprefix(SVG) not in ("style", "script", "foreignObject", "image")
        assert not [a for a in element.attrib if a == "style" or a.startswith("on") or "href" in a]
    _, _, width, height = map(float, str(root.get("viewBox")).split())
    for rect in root.iter(f"{SVG}rect"):
        assert float(rect.attrib["x"]) >= 0
        assert float(rect.attrib["x"]) + float(rect.attrib["width"]) <= width == WIDTH
        assert float(rect.attrib["y"]) + float(rect.attrib["height"]) <= height


def test_an_empty_bar_and_a_missing_value_draw_no_amount() -> None:
    full, empty = bars(ABOUT, [Bar("a", 4, "4")], 4), bars(ABOUT, [Bar("a", None, "—")], 4)
    assert full.count(f'fill="{MAIN}"') == 1
    assert empty.count(f'fill="{MAIN}"') == 0
    assert bars(ABOUT, [], 0).count("<rect") == 0


def test_bars_are_as_long_as_their_part() -> None:
    def length(value: float) -> float:
        root = ElementTree.fromstring(bars(ABOUT, [Bar("a", value, "")], 4))
        return next(
            float(r.attrib["width"]) for r in root.iter(f"{SVG}rect") if r.get("fill") == MAIN
        )

    assert length(2) == pytest.approx(length(4) / 2)
    assert length(9) == length(4), "nothing is longer than the whole"


def test_what_differs_in_meaning_differs_in_shape() -> None:
    assert (DRAWN["ring"].count("<rect"), DRAWN["ring"].count("<circle")) == (1, 2)
    assert "<circle" in DRAWN["changes"]
    assert "<polygon" in DRAWN["changes"]
    sure, unsure = DRAWN["estimates"].split("b</text>")
    assert "<circle" not in sure
    assert "<circle" in unsure


@pytest.mark.parametrize("tone", [INK, FAINT, MAIN, OTHER, ALARM, GRID])
def test_tones_stand_out_from_white(tone: str) -> None:
    """WCAG 2.2: letters 4.5 to 1, shapes 3 to 1."""
    channels = [int(pair, 16) / 255 for pair in re.findall("..", tone[1:])]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (light + 0.05) >= (3 if tone == GRID else 4.5)
