"""A small aggregate for tests and benchmarks of the machinery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from shared.domain.decider import Decider
from shared.domain.errors import Refused
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class Deposited:
    amount: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Remarked:
    person: str
    text: Annotated[Personal, About("person")]


@dataclass(frozen=True, slots=True)
class Deposit:
    amount: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class DepositTwice:
    amount: int


@dataclass(frozen=True, slots=True)
class RaiseTo:
    amount: int


@dataclass(frozen=True, slots=True)
class Remark:
    person: str
    text: Personal


LedgerEvent = Deposited | Remarked
LedgerCommand = Deposit | DepositTwice | RaiseTo | Remark


def decide(command: LedgerCommand, balance: int) -> list[LedgerEvent]:
    match command:
        case Deposit(amount, note):
            if amount <= 0:
                raise Refused("a deposit must be positive")
            return [Deposited(amount, note)]
        case DepositTwice(amount):
            return [Deposited(amount), Deposited(amount)]
        case RaiseTo(amount):
            return [Deposited(amount - balance)] if amount > balance else []
        case Remark(person, text):
            return [Remarked(person, text)]


def evolve(balance: int, event: LedgerEvent) -> int:
    return balance + event.amount if isinstance(event, Deposited) else balance


LEDGER: Decider[LedgerCommand, LedgerEvent, int] = Decider(
    "ledger", (Deposited, Remarked), 0, decide, evolve
)
