"""Many small commands at once: the guarantees of the single way in, a few round trips for all."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from shared.crypto.batch import ErasedInBatch, NeededKeys, vault_for
from shared.crypto.vault import Vault
from shared.domain.clock import Clock
from shared.domain.decider import Decider
from shared.domain.errors import Conflict, DomainError, Refused
from shared.domain.ids import CommitId, StreamId, stream_id
from shared.eventstore.codec import EventCodec
from shared.eventstore.handler import ATTEMPTS, Outcome, commit_id, commit_of, first_answer
from shared.eventstore.mongo import MongoEventStore
from shared.eventstore.port import Answered, Appending
from shared.tenancy.scope import Scope

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Ask:
    """One command; ``only_new`` leaves it out where its stream exists already."""

    decider: Decider[Any, Any, Any]
    id: str
    command: Any
    key: str
    only_new: bool = False


Task = tuple[Ask, ...]
"""Commands that belong together, in order: one refused, none of them is stored."""
Result = tuple[Outcome, ...] | DomainError


@dataclass(frozen=True, slots=True)
class _Thing:
    """A stream as it will be once the tasks so far are stored."""

    state: Any
    version: int


@dataclass(frozen=True, slots=True)
class _Step:
    """An ask with the names that it has in the store."""

    ask: Ask
    stream: StreamId
    commit: CommitId
    body: str


class BatchHandler:
    """Carries tasks out as :meth:`CommandHandler.handle` would one after another: the same commit
    ids, receipts, versions and refusals. There is no transaction: a process that dies in between
    leaves the first tasks done, and the same tasks again complete the rest."""

    def __init__(
        self, store: MongoEventStore, codec: EventCodec, vault: Vault, clock: Clock
    ) -> None:
        self._store = store
        self._codec = codec
        self._vault = vault
        self._clock = clock

    def handle(self, scope: Scope, tasks: Sequence[Task]) -> list[Result]:
        """One result a task. Raises Conflict when others keep changing the same streams."""
        steps = [[self._named(scope, ask) for ask in task] for task in tasks]
        erased: dict[int, DomainError] = {}
        mine: set[CommitId] = set()
        lost = 0
        while lost < ATTEMPTS:
            everywhere = lost > 0 or bool(mine)
            attempt = _Attempt(scope, self._store, self._clock, steps, erased, everywhere)
            try:
                codec = self._sealing(attempt.appendings)
            except ErasedInBatch as error:
                self._leave_out(attempt, error, erased)
                continue
            stored = self._store.append_many(attempt.appendings, codec)
            mine.update(one.commit for one in attempt.appendings[:stored])
            if stored == len(attempt.appendings):
                return [_own(result, mine) for result in attempt.results]
            lost = 0 if stored else lost + 1
            time.sleep(random.uniform(0, min(0.1, 0.002 * 2**lost)))
        raise Conflict("too many others change the same at the same time; try again")

    def _named(self, scope: Scope, ask: Ask) -> _Step:
        stream = stream_id(ask.decider.category, ask.id)
        commit = commit_id(scope, stream, ask.command, ask.key)
        return _Step(ask, stream, commit, self._codec.body(scope.tenant, ask.command))

    def versions(
        self, scope: Scope, decider: Decider[Any, Any, Any], ids: Iterable[str]
    ) -> dict[str, int]:
        """How far each stream has come; those that do not exist are left out."""
        streams = {stream_id(decider.category, id): id for id in ids}
        found = self._store.versions(scope.tenant, streams)
        return {streams[stream]: version for stream, version in found.items()}

    def states(
        self, scope: Scope, decider: Decider[Any, Any, S], ids: Iterable[str]
    ) -> dict[str, S]:
        """The state of each stream, the initial one where there is none."""
        streams = {stream_id(decider.category, id): id for id in ids}
        found = self._store.load_many(scope.tenant, streams)
        return {id: decider.fold(found[stream][0].events) for stream, id in streams.items()}

    def carried_out(
        self, scope: Scope, decider: Decider[Any, Any, Any], command: type, keys: Mapping[str, str]
    ) -> set[str]:
        """Those of the ids whose command was answered already under the key given for it."""
        commits = {
            commit_of(scope, stream_id(decider.category, id), command.__name__, key): id
            for id, key in keys.items()
        }
        return {commits[commit] for commit in self._store.stored(commits)}

    def _sealing(self, appendings: Sequence[Appending]) -> EventCodec:
        needed = NeededKeys()
        counting = self._codec.sealing_with(needed)
        for one in appendings:
            counting.seal_only(one.tenant, one.stream, one.events)
        return self._codec.sealing_with(vault_for(self._vault, needed))

    def _leave_out(
        self, attempt: _Attempt, error: ErasedInBatch, erased: dict[int, DomainError]
    ) -> None:
        """Refuses the tasks that would write about somebody erased, as the single way does."""
        before = len(erased)
        for number, appendings in attempt.by_task.items():
            needed = NeededKeys()
            counting = self._codec.sealing_with(needed)
            for one in appendings:
                counting.seal_only(one.tenant, one.stream, one.events)
            if any(s[1] in error.subjects for ring in needed.slots.values() for s in ring):
                erased[number] = Refused("this person's data were erased", code="erased")
        if len(erased) == before:
            raise error


class _Attempt:
    """All tasks decided on the streams as they are now; nothing is stored yet."""

    def __init__(
        self,
        scope: Scope,
        store: MongoEventStore,
        clock: Clock,
        tasks: Sequence[Sequence[_Step]],
        erased: Mapping[int, DomainError],
        look_everywhere: bool,
    ) -> None:
        self._scope = scope
        self._store = store
        self._now = clock.now()
        self.appendings: list[Appending] = []
        self.by_task: dict[int, list[Appending]] = {}
        self.results: list[Result] = []
        self._things: dict[StreamId, _Thing] = {}
        self._answered: dict[CommitId, Answered] = {}
        self._look(tasks, look_everywhere)
        for number, task in enumerate(tasks):
            self.results.append(erased.get(number) or self._carried_out(number, task))

    def _look(self, tasks: Sequence[Sequence[_Step]], everywhere: bool) -> None:
        deciders = {step.stream: step.ask.decider for task in tasks for step in task}
        known: set[CommitId] = set()
        for stream, (loaded, commits) in self._store.load_many(
            self._scope.tenant, deciders
        ).items():
            self._things[stream] = _Thing(deciders[stream].fold(loaded.events), loaded.version)
            known |= commits
        ids = {step.commit for task in tasks for step in task}
        again = ids if everywhere else ids & known
        if again:
            self._answered = self._store.answered_many(again)

    def _carried_out(self, number: int, task: Sequence[_Step]) -> Result:
        before: dict[StreamId, _Thing] = {}
        written: list[Appending] = []
        outcomes: list[Outcome] = []
        try:
            for step in task:
                thing = self._things[step.stream]
                if step.ask.only_new and thing.version:
                    continue
                before.setdefault(step.stream, thing)
                outcomes.append(self._decided(step, thing, written))
        except DomainError as error:
            self._things.update(before)
            return error
        self.appendings += written
        self.by_task[number] = written
        return tuple(outcomes)

    def _decided(self, step: _Step, thing: _Thing, written: list[Appending]) -> Outcome:
        scope, ask = self._scope, step.ask
        answered = self._answered.get(step.commit)
        if answered is not None:
            return first_answer(ask.id, step.commit, step.body, answered)
        try:
            events = tuple(ask.decider.decide(ask.command, thing.state))
        except DomainError:
            earlier = self._store.answered(step.commit)
            if earlier is None:
                raise
            return first_answer(ask.id, step.commit, step.body, earlier)
        if not events:
            earlier = self._store.answered(step.commit)
            if earlier is not None:
                return first_answer(ask.id, step.commit, step.body, earlier)
        written.append(
            Appending(step.commit, scope.tenant, step.stream, thing.version, events, step.body,
                      scope.actor, scope.correlation, scope.causation, self._now)
        )  # fmt: skip
        version = thing.version + len(events)
        self._things[step.stream] = _Thing(ask.decider.fold(events, thing.state), version)
        return Outcome(ask.id, step.commit, version, events)


def _own(result: Result, mine: set[CommitId]) -> Result:
    """A later attempt finds what an earlier one of the same call has stored: that is no repetition."""
    if isinstance(result, DomainError) or not any(outcome.repeated for outcome in result):
        return result
    return tuple(replace(o, repeated=o.repeated and o.commit not in mine) for o in result)
