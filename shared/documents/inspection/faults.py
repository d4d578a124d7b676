"""What is wrong with a file that is meant to be a form."""

from __future__ import annotations

from collections.abc import Sequence


class TemplateFault(ValueError):
    """``code`` says what is wrong, ``names`` which fields."""

    def __init__(self, code: str, names: Sequence[str] = ()) -> None:
        super().__init__(f"{code}: {', '.join(names)}" if names else code)
        self.code = code
        self.names = tuple(names)
