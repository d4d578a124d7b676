"""Load, decide, append, try again: the one way in which a command becomes events."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from shared.domain.clock import Clock
from shared.domain.decider import Decider
from shared.domain.errors import Conflict, DomainError, IdempotencyConflict, NotFound
from shared.domain.ids import CommitId, StreamId, TenantId, derived_id, stream_id
from shared.eventstore.codec import EventCodec
from shared.eventstore.known import KnownStates
from shared.eventstore.mongo import MongoEventStore
from shared.eventstore.port import Answered, Appending, ConcurrencyConflict, RepeatedCommit
from shared.tenancy.scope import Scope

S = TypeVar("S")
ATTEMPTS = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did. ``commit`` is the token for reading one's own write; ``events`` is empty
    when nothing changed; ``repeated`` says that this is the answer to an earlier, same command."""

    id: str
    commit: CommitId
    version: int
    events: tuple[Any, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Loaded(Generic[S]):
    state: S
    version: int


Step = tuple[Scope, Decider[Any, Any, Any], str, Any]


def commit_id(scope: Scope, stream: StreamId, command: Any, key: str, ordinal: int = 0) -> CommitId:
    """One command, one id: tenant, actor, stream, command, idempotency key and ordinal make it."""
    return _commit_of(scope, stream, type(command).__name__, key, ordinal)


def _commit_of(
    scope: Scope, stream: StreamId, command: str, key: str, ordinal: int = 0
) -> CommitId:
    return CommitId(derived_id(scope.tenant, scope.actor, stream, command, key, str(ordinal)))


class CommandHandler:
    """Retries a lost race by deciding anew on the fresh stream; a caller who names the version it
    has seen (``expected``) gets ``Conflict`` instead.

    It remembers the states that its own appends led to, and decides on them without reading first:
    whoever went on from there meanwhile has taken the next version, and the append collides. Only
    an append is ever based on such a state; whatever else follows from it is decided anew on the
    stream as stored.
    """

    def __init__(self, store: MongoEventStore, codec: EventCodec, clock: Clock) -> None:
        self._store = store
        self._codec = codec
        self._clock = clock
        self._known = KnownStates()

    def handle(
        self,
        scope: Scope,
        decider: Decider[Any, Any, Any],
        id: str,
        command: Any,
        *,
        key: str,
        expected: int | None = None,
    ) -> Outcome:
        """The first answer again for the same key and body. Raises ``IdempotencyConflict`` for the
        same key with another body, ``Conflict`` for a stale ``expected`` or an endless race, and
        what the decider raises; a refusal stores nothing."""
        stream = stream_id(decider.category, id)
        commit = commit_id(scope, stream, command, key)
        body = self._codec.body(scope.tenant, command)

        def append(at: Loaded[Any], events: tuple[Any, ...]) -> Outcome:
            appending = self._appending(scope, stream, commit, body, at.version, events)
            stored = self._store.append_read(appending)
            state = decider.fold(stored.events, at.state)
            self._known.put(scope.tenant, stream, stored.version, state)
            return Outcome(id, commit, stored.version, events)

        def attempt() -> Outcome:
            known = self._remembered(scope.tenant, stream, expected)
            if known is not None:
                events = _decided(decider, command, known.state)
                if events:
                    return append(known, events)
            loaded = self._store.load(scope.tenant, stream, commit)
            if loaded.answered is not None:
                return _first_answer(id, commit, body, loaded.answered)
            if expected is not None and expected != loaded.version:
                raise Conflict(f"it is at version {loaded.version} now, you saw {expected}")
            at = Loaded(decider.fold(loaded.events), loaded.version)
            events = tuple(decider.decide(command, at.state))
            if events:
                return append(at, events)
            self._store.put_receipt(
                self._appending(scope, stream, commit, body, at.version, events)
            )
            return Outcome(id, commit, at.version, ())

        try:
            return self._until_won(attempt, give_up=expected is not None)
        except (DomainError, RepeatedCommit):
            # A repetition of what changed nothing is not in the stream. It is looked for only here:
            # decided anew it is refused, or collides with its own receipt.
            earlier = self._store.answered(commit)
            if earlier is None:
                raise
            return _first_answer(id, commit, body, earlier)

    def handle_many(self, steps: Sequence[Step], *, key: str) -> list[Outcome]:
        """Several streams in one transaction; each stream at most once. Rare: prefer one stream."""
        streams = [stream_id(decider.category, id) for _, decider, id, _ in steps]
        if len({(step[0].tenant, s) for step, s in zip(steps, streams, strict=True)}) != len(steps):
            raise ValueError("a stream may appear only once in a command over several streams")

        def attempt() -> list[Outcome]:
            outcomes: list[Outcome] = []
            appendings: list[Appending] = []
            for ordinal, (step, stream) in enumerate(zip(steps, streams, strict=True)):
                outcome, appending = self._decide(step, stream, key, ordinal)
                outcomes.append(outcome)
                if appending is not None:
                    appendings.append(appending)
            if appendings:
                self._store.append_all(appendings)
            return outcomes

        for _ in range(ATTEMPTS):
            try:
                return self._until_won(attempt, give_up=False)
            except RepeatedCommit:  # the same command has just been carried out beside this one
                continue
        raise Conflict("too many others do the same at the same time; try again")

    def state(
        self,
        scope: Scope,
        decider: Decider[Any, Any, S],
        id: str,
        *,
        version: int | None = None,
        at: datetime | None = None,
    ) -> Loaded[S]:
        """The state now, at a version, or at a time; version 0 and the initial state if unknown."""
        stream = stream_id(decider.category, id)
        if version is None and at is None:
            loaded = self._store.load(scope.tenant, stream)
        else:
            loaded = self._store.load_as_of(scope.tenant, stream, version=version, at=at)
        return Loaded(decider.fold(loaded.events), loaded.version)

    def carried_out(
        self, scope: Scope, decider: Decider[Any, Any, Any], id: str, command: type, key: str
    ) -> bool:
        """Whether this actor's command with this key was answered already."""
        stream = stream_id(decider.category, id)
        return self._store.has(_commit_of(scope, stream, command.__name__, key))

    def existing(self, scope: Scope, decider: Decider[Any, Any, S], id: str) -> Loaded[S]:
        """As :meth:`state`, but raises ``NotFound`` where this tenant has no such thing."""
        loaded = self.state(scope, decider, id)
        if loaded.version == 0:
            raise NotFound(f"no such {decider.category}")
        return loaded

    def _remembered(
        self, tenant: TenantId, stream: StreamId, expected: int | None
    ) -> Loaded[Any] | None:
        """Taken out: it is put back by the append that proves it, and by nothing else."""
        found = self._known.take(tenant, stream)
        if found is None or expected not in (None, found[0]):
            return None
        return Loaded(found[1], found[0])

    def _decide(
        self, step: Step, stream: StreamId, key: str, ordinal: int
    ) -> tuple[Outcome, Appending | None]:
        scope, decider, id, command = step
        commit = commit_id(scope, stream, command, key, ordinal)
        body = self._codec.body(scope.tenant, command)
        loaded = self._store.load(scope.tenant, stream, commit)
        answered = loaded.answered or self._store.answered(commit)
        if answered is not None:
            return _first_answer(id, commit, body, answered), None
        events = tuple(decider.decide(command, decider.fold(loaded.events)))
        version = loaded.version + len(events)
        outcome = Outcome(id, commit, version, events)
        appending = self._appending(scope, stream, commit, body, loaded.version, events)
        return outcome, appending if events else None

    def _appending(
        self,
        scope: Scope,
        stream: StreamId,
        commit: CommitId,
        body: str,
        expected: int,
        events: tuple[Any, ...],
    ) -> Appending:
        return Appending(
            commit=commit,
            tenant=scope.tenant,
            stream=stream,
            expected=expected,
            events=events,
            body=body,
            actor=scope.actor,
            correlation=scope.correlation,
            causation=scope.causation,
            recorded_at=self._clock.now(),
        )

    @staticmethod
    def _until_won(attempt: Callable[[], S], *, give_up: bool) -> S:
        for number in range(ATTEMPTS):
            try:
                return attempt()
            except ConcurrencyConflict as error:
                if give_up:
                    raise Conflict("somebody changed it in the meantime") from error
                time.sleep(random.uniform(0, min(0.1, 0.002 * 2**number)))
        raise Conflict("too many others change it at the same time; try again")


def _decided(decider: Decider[Any, Any, S], command: Any, state: S) -> tuple[Any, ...]:
    """What follows from a state that may be old: nothing where it refuses."""
    try:
        return tuple(decider.decide(command, state))
    except DomainError:
        return ()


def _first_answer(id: str, commit: CommitId, body: str, answered: Answered) -> Outcome:
    if answered.body != body:
        raise IdempotencyConflict("this idempotency key was used with another body")
    return Outcome(id, commit, answered.version, answered.events, repeated=True)


commit_of, first_answer = _commit_of, _first_answer
"""For commands that come in batches."""
