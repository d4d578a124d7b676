"""What the navigation shows to whom."""

from __future__ import annotations

import pytest

from gateway.menu import FEW, GROUPS, menu


def test_a_coordinators_many_pages_are_grouped_and_none_is_lost() -> None:
    shown = menu({"coordinator"})
    assert [group.heading is None for group in shown] == [True] + [False] * 6
    pages = [entry.page for group in shown for entry in group.entries]
    every = [e.page for group in GROUPS for e in group.entries if "coordinator" in e.roles]
    assert pages == every
    assert len(set(pages)) == len(pages) > 15


@pytest.mark.parametrize("role", ["mentee", "guardian", "mentor", "municipal_admin", "teacher"])
def test_a_few_pages_stand_in_a_row(role: str) -> None:
    (group,) = menu({role})
    assert group.heading is None
    assert 0 < len(group.entries) <= FEW


def test_a_group_knows_which_page_is_open_and_one_entry_needs_no_heading() -> None:
    _, people, *_ = shown = menu({"head"})
    assert people.holds("consents.register")
    assert not people.holds("staff.register")
    assert all(len(group.entries) > 1 for group in shown if group.heading)


def test_nobody_has_no_pages() -> None:
    assert menu({"nobody"}) == [type(GROUPS[0])(None, ())]
