"""Which addresses letters go to."""

from __future__ import annotations

import pytest

from shared.domain.mail_address import LONGEST, address_in, is_address


@pytest.mark.parametrize(
    "text", ["a@b.ru", "anna.orlova+school@post.example.org", "o_b-1%x@a-b.example.org"]
)
def test_plain_addresses_are_taken(text: str) -> None:
    assert is_address(text)
    assert address_in(f"мама: 8 (900) 000-00-00, {text}; работа") == text


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "@b.ru", "a@", "a@b", "a@b.", "a@.ru", "a:;@c.d", "a b@c.ru", "a@b..ru", ".a@b.ru",
        "a@-b.ru", "a@b-.ru", "Анна <a@b.ru>", "a@b.ru\n", "a@b.ru\r\nBcc: c@d.ru", "a@b.ru, c@d.ru",
        "«a»@b.ru", "a@почта.рф", f"{'a' * 65}@b.ru", f"a@{'b.' * LONGEST}ru",
    ],
)  # fmt: skip
def test_others_are_not(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize(
    "mistyped",
    [
        "anna..orlova@mail.ru", "анна.orlova@mail.ru", ".orlova@mail.ru", "o'neil@mail.ru",
        "a/orlova@mail.ru", "a|orlova@mail.ru", "a=orlova@mail.ru", f"{'a' * 65}.b@mail.ru",
        "orlova@mail.ruа", "orlova@mail.ru@x.ru", "orlova@-mail.ru",
    ],
)  # fmt: skip
def test_no_part_of_a_mistyped_one_is_written_to(mistyped: str) -> None:
    """It would be the address of somebody else."""
    assert address_in(f"мама: {mistyped}, 8 900 000-00-00") is None
    assert address_in(f"мама: {mistyped}; папа (b@mail.ru).") == "b@mail.ru"
