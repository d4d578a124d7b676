"""Where clocks are in Russia: the zones of its regions, none of which changes its clocks in summer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

ZONES: Final[tuple[str, ...]] = (
    "Europe/Kaliningrad", "Europe/Moscow", "Europe/Simferopol", "Europe/Kirov", "Europe/Volgograd",
    "Europe/Astrakhan", "Europe/Samara", "Europe/Saratov", "Europe/Ulyanovsk",
    "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk", "Asia/Barnaul", "Asia/Tomsk",
    "Asia/Novokuznetsk", "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Chita", "Asia/Yakutsk",
    "Asia/Khandyga", "Asia/Vladivostok", "Asia/Ust-Nera", "Asia/Sakhalin", "Asia/Magadan",
    "Asia/Srednekolymsk", "Asia/Kamchatka", "Asia/Anadyr",
)  # fmt: skip


def default_zone(environ: Mapping[str, str] = os.environ) -> str:
    """``MENTORBASE_TIMEZONE``, the municipality's own."""
    return environ.get("MENTORBASE_TIMEZONE") or "Europe/Moscow"
