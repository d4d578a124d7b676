"""Given these events, when this is asked, then these events, or a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from shared.domain.decider import Decider
from shared.domain.errors import DomainError, Refused

S = TypeVar("S")


class Spec(Generic[S]):
    """``Spec(MENTOR).given(registered).when(Pause(...)).then(events.Paused(...))``."""

    def __init__(self, decider: Decider[Any, Any, S], past: tuple[Any, ...] = ()) -> None:
        self._decider = decider
        self._past = past

    def given(self, *events: Any) -> Spec[S]:
        return Spec(self._decider, self._past + events)

    def when(self, command: Any) -> Decision[S]:
        state = self._decider.fold(self._past)
        try:
            return Decision(self._decider, state, tuple(self._decider.decide(command, state)), None)
        except DomainError as error:
            return Decision(self._decider, state, (), error)

    @property
    def state(self) -> S:
        return self._decider.fold(self._past)


class Decision(Generic[S]):
    def __init__(
        self,
        decider: Decider[Any, Any, S],
        before: S,
        events: Sequence[Any],
        error: DomainError | None,
    ) -> None:
        self._decider = decider
        self._before = before
        self.events = tuple(events)
        self.error = error

    def then(self, *expected: Any) -> S:
        """Exactly these events; answers the state after them."""
        assert self.error is None, f"refused: {self.error.message if self.error else ''}"
        assert self.events == expected
        for event in self.events:
            assert type(event) in self._decider.events, f"{type(event).__name__} is not listed"
        return self._decider.fold(self.events, self._before)

    def then_nothing(self) -> None:
        """Asked twice, or already so: no event and no error."""
        assert self.error is None
        assert self.events == ()

    def then_refused(self, words: str, kind: type[DomainError] = Refused) -> None:
        """Refused with a sentence that contains ``words``."""
        assert self.error is not None, f"was not refused but gave {self.events}"
        assert isinstance(self.error, kind), f"{type(self.error).__name__}: {self.error.message}"
        assert words in self.error.message, self.error.message
