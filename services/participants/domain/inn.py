"""The taxpayer's number (ИНН) of a company or of a sole trader, checked by its control digits."""

from __future__ import annotations

from collections.abc import Sequence

_COMPANY = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_TRADER_FIRST = (7, *_COMPANY)
_TRADER_SECOND = (3, *_TRADER_FIRST)


def is_inn(text: str) -> bool:
    """Ten digits with one control digit, or twelve with two; ASCII digits only."""
    if not (text.isascii() and text.isdigit()) or not int(text or 0):
        return False
    digits = [int(character) for character in text]
    if len(digits) == 10:
        return digits[9] == _control(digits, _COMPANY)
    if len(digits) == 12:
        first, second = _control(digits, _TRADER_FIRST), _control(digits, _TRADER_SECOND)
        return digits[10] == first and digits[11] == second
    return False


def _control(digits: Sequence[int], weights: Sequence[int]) -> int:
    products = (digit * weight for digit, weight in zip(digits, weights, strict=False))
    return sum(products) % 11 % 10
