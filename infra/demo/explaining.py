"""A proposal in a few lines: the second way beside the first, the check of its proof, why a pair, and
what a change would cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from infra.demo.asking import Caller
from infra.demo.town import School

_CRITERIA: Final = {
    "theme": "темы", "time": "время", "interests": "интересы", "ballot": "голосование",
    "area": "место", "wish": "пожелание", "recommendation": "совет специалистов",
    "outcomes": "прежние результаты", "competences": "предметы и умения",
}  # fmt: skip
_MOST: Final = 3


def explained(school: School, run: dict[str, Any]) -> None:
    """Raises AssertionError where the stored proof does not hold."""
    for line in (
        _ways(run), _checked(school, run), *_why(run), *_price(school.coordinator, run)
    ):  # fmt: skip
        school.town.say(f"{school.name}: {line}")


def _ways(run: dict[str, Any]) -> str:
    best, stable = (run["summaries"][mode] for mode in ("optimal", "stable"))
    return (
        f"лучше для всех вместе – наставник у {best['served']}, {best['score']} баллов, "
        f"предпочли бы друг друга пар: {best['blocking']}; устойчиво – у {stable['served']}, "
        f"{stable['score']} баллов, пар: {stable['blocking']}"
    )


def _checked(school: School, run: dict[str, Any]) -> str:
    found = school.coordinator.get("matching", f"/proposals/{run['id']}/check")
    gaps = {level["gap"] for level in found.get("levels", ())}
    if found.get("verdict") != "holds" or gaps != {0} or not found["input_same"]:
        raise AssertionError(f"{school.name}: the proof does not hold: {found}")
    return (
        f"проверено без решателя: лучше по правилам школы нельзя (уровней {len(found['levels'])}, "
        f"разница 0, доказательство {found['proof'][:12]}…)"
    )


def _why(run: dict[str, Any]) -> Iterator[str]:
    line = max(run["lines"], key=lambda one: (one["score"], one["mentee"]), default=None)
    if line is not None:
        points = sorted(line["contributions"].items(), key=lambda item: (-item[1], item[0]))
        told = ", ".join(f"{_CRITERIA[name]} +{got}" for name, got in points[:_MOST] if got)
        yield f"почему эта пара, {line['score']} баллов из 1000: {told}"


def _price(staff: Caller, run: dict[str, Any]) -> Iterator[str]:
    """The first change that no rule forbids; where the mentor has no place left, in another's."""
    path = f"/proposals/{run['id']}/price"
    for line in run["lines"]:
        for other in line.get("alternatives", ()):
            asked = {"mentee": line["mentee"], "mentor": other["mentor"]}
            found = staff.get("matching", path, **asked)
            if found["broken"]:
                continue
            room = ""
            if found["holders"]:
                instead = {"instead_of": found["holders"][0]}
                found, room = staff.get("matching", path, **asked, **instead), " на занятое место"
            change = {
                name: found["after"][name] - found["before"][name] for name in ("served", "score")
            }
            yield (
                f"цена переноса к другому наставнику{room}: наставляемых с наставником "
                f"{change['served']:+d}, баллов {change['score']:+d}"
            )
            return
