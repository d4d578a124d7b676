"""Accounts and sessions in the gateway's own store; not event-sourced, since nothing asks for it."""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pymongo.client_session import ClientSession

from gateway.uniting import all_taken_in, guardians_only, taken_in
from shared.crypto.vault import Vault
from shared.domain.errors import Invalid, Refused
from shared.domain.ids import ActorId, PersonId, TenantId, new_id
from shared.mongo import Db, Document
from shared.observability.logs import logger
from shared.tenancy.scope import Scope

IDLE: Final = timedelta(hours=12)
ABSOLUTE: Final = timedelta(days=7)
ATTEMPTS: Final = 8
ATTEMPT_WINDOW: Final = timedelta(minutes=10)
PASSWORD_MIN: Final = 10
# OWASP's figures: 19 MiB, two passes, one lane. As many at once as there are cores, so that a
# rush of sign-ins cannot exhaust the memory.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_hashing = threading.BoundedSemaphore(os.cpu_count() or 1)
_ACCOUNTS_TENANT: Final = "gateway"
_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Membership:
    """What an account is in one organisation; ``kind`` of it: municipality, school or company.

    With ``staff`` the organisation's staff register says which roles give access today; ``roles``
    are those it was invited with.
    """

    tenant: TenantId
    roles: tuple[str, ...]
    organisation: str
    kind: str
    person: PersonId | None = None
    staff: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """``session`` is the id in the cookie; ``current`` the membership in use, if one is chosen."""

    session: str
    account: str
    memberships: tuple[Membership, ...]
    current: Membership | None

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(self.current.roles) if self.current else frozenset()

    def scope(self) -> Scope:
        """A token names one tenant. Raises Invalid where none is chosen."""
        if self.current is None:
            raise Invalid("choose an organisation first")
        one = self.current
        return Scope(one.tenant, ActorId(self.account), frozenset(one.roles), one.person)


class Accounts:
    """Logins are kept as a keyed hash to find them and sealed to show them."""

    def __init__(self, db: Db, vault: Vault) -> None:
        self._accounts = db.accounts
        self._sessions = db.sessions
        self._attempts = db.attempts
        self._vault = vault
        self._accounts.create_index("login_hash", unique=True)
        self._sessions.create_index("account")
        self._attempts.create_index("at", expireAfterSeconds=3600)

    @property
    def empty(self) -> bool:
        return self._accounts.find_one({}, {"_id": 1}) is None

    def create(self, login: str, password: str, memberships: Sequence[Membership]) -> str:
        """Raises what :meth:`check_new` raises."""
        self.check_new(login, password)
        id = new_id()
        name = login.strip().lower()
        sealed = self._vault.seal(
            _ACCOUNTS_TENANT, (id,), "register", "own", f"account-{id}", 1, "login", name
        )
        self._accounts.insert_one(
            {
                "_id": id,
                "login_hash": self._login_hash(name),
                "login": sealed,
                "password": _hash(password),
                "memberships": [_stored(m) for m in memberships],
                "active": True,
            }
        )
        return id

    def check_new(self, login: str, password: str) -> None:
        """Raises Invalid for a short password, an empty login or one that is taken."""
        if len(password) < PASSWORD_MIN:
            raise Invalid("short", {"password": ["short"]})
        name = login.strip().lower()
        taken = self._accounts.find_one({"login_hash": self._login_hash(name)}, {"_id": 1})
        if not name or taken:
            raise Invalid("taken", {"login": ["taken"]})

    def knows(self, login: str, password: str) -> bool:
        """As :meth:`sign_in`, without beginning a session."""
        return self._proven(login, password) is not None

    def sign_in(self, login: str, password: str) -> str | None:
        """The new session's id; ``None`` for a wrong login or password, or too many attempts."""
        account = self._proven(login, password)
        return self._begin(account) if account else None

    def join(self, login: str, password: str, membership: Membership) -> str | None:
        """Adds a membership to somebody's account; ``None`` as for :meth:`sign_in`.

        A membership of the same organisation and person takes the new roles besides its own.
        """
        account = self._proven(login, password)
        if account is None:
            return None
        more = _stored(membership)
        if not self._change(account["_id"], lambda kept: taken_in(kept, more)):
            return None
        self._sessions.update_many({"account": account["_id"]}, {"$set": {"current": None}})
        return str(account["_id"])

    def _change(self, id: str, change: Callable[[list[Document]], list[Document]]) -> bool:
        """Against what was read, so that nobody's change is lost; ``False`` where the account has
        ended meanwhile."""
        while account := self._accounts.find_one({"_id": id}, {"memberships": 1}):
            read = account["memberships"]
            changed = {"$set": {"memberships": change(read)}}
            if self._accounts.update_one({"_id": id, "memberships": read}, changed).matched_count:
                return True
        return False

    def unite(self, account: str, login: str, password: str) -> int | None:
        """Takes a guardian's other account into this one: its memberships come here, its login and
        its sessions end. All of it or nothing. Answers how many memberships came.

        ``None`` as for :meth:`sign_in`. Raises Refused for the very same account, and for one that
        is for more than being a guardian.
        """
        other = self._proven(login, password)
        if other is None:
            return None
        if other["_id"] == account:
            raise Refused("this is the account that is open", code="same-account")
        with self._accounts.database.client.start_session() as session:
            came = session.with_transaction(lambda s: self._unite(account, other["_id"], s))
        if came is None:
            return None
        self._vault.erase(_ACCOUNTS_TENANT, other["_id"])
        _log.info("accounts_united", actor=account, count=came)
        _log.info("account_ended", actor=other["_id"], reason="united")
        return came

    def _unite(self, account: str, other: str, session: ClientSession) -> int | None:
        kept = self._accounts.find_one({"_id": account, "active": True}, session=session)
        ended = self._accounts.find_one({"_id": other, "active": True}, session=session)
        if kept is None or ended is None:
            return None
        if not guardians_only(ended["memberships"]):
            raise Refused("the account is for more than children", code="not-a-guardians")
        whole = all_taken_in(kept["memberships"], ended["memberships"])
        former = {"account": other, "at": datetime.now(timezone.utc)}
        change = {"$set": {"memberships": whole}, "$push": {"former": former}}
        self._accounts.update_one({"_id": account}, change, session=session)
        self._accounts.delete_one({"_id": other}, session=session)
        self._sessions.delete_many({"account": other}, session=session)
        return len(ended["memberships"])

    def _proven(self, login: str, password: str) -> Document | None:
        key = self._login_hash(login.strip().lower())
        since = datetime.now(timezone.utc) - ATTEMPT_WINDOW
        if self._attempts.count_documents({"login": key, "at": {"$gt": since}}) >= ATTEMPTS:
            return None
        account = self._accounts.find_one({"login_hash": key, "active": True})
        # An unknown login takes as long as a wrong password.
        if not _verify(account["password"] if account else _DUMMY, password) or account is None:
            self._attempts.insert_one({"login": key, "at": datetime.now(timezone.utc)})
            return None
        return account

    def _begin(self, account: Document) -> str:
        id = secrets.token_urlsafe(32)
        now = datetime.now(timezone.utc)
        memberships = account["memberships"]
        self._sessions.insert_one(
            {
                "_id": _digest(id),
                "account": account["_id"],
                "began": now,
                "seen": now,
                "current": 0 if len(memberships) == 1 else None,
            }
        )
        return id

    def signed_in(self, session: str | None) -> SignedIn | None:
        """Who the session belongs to, while it lives and the account is active."""
        if not session:
            return None
        found = self._sessions.find_one({"_id": _digest(session)})
        now = datetime.now(timezone.utc)
        if found is None or now - found["seen"] > IDLE or now - found["began"] > ABSOLUTE:
            return None
        account = self._accounts.find_one({"_id": found["account"], "active": True})
        if account is None:
            return None
        if now - found["seen"] > timedelta(minutes=5):
            self._sessions.update_one({"_id": found["_id"]}, {"$set": {"seen": now}})
        memberships = tuple(_loaded(m) for m in account["memberships"])
        chosen = found["current"]
        current = memberships[chosen] if chosen is not None and chosen < len(memberships) else None
        return SignedIn(session, account["_id"], memberships, current)

    def people_of(self, tenant: TenantId, accounts: Iterable[str]) -> dict[str, str]:
        """By account, who it is in this organisation; accounts of nobody there are left out."""
        found = {}
        for account in self._accounts.find({"_id": {"$in": sorted(accounts)}}):
            theirs = [_loaded(m) for m in account["memberships"]]
            person = next((m.person for m in theirs if m.tenant == tenant and m.person), None)
            if person is not None:
                found[str(account["_id"])] = str(person)
        return found

    def choose(self, session: str, index: int) -> None:
        self._sessions.update_one({"_id": _digest(session)}, {"$set": {"current": index}})

    def sign_out(self, session: str) -> None:
        self._sessions.delete_one({"_id": _digest(session)})

    def forget(self, tenant: TenantId, person: PersonId) -> None:
        """The person was erased: nobody signs in as them any more. Staff stay staff; an account
        that has nothing left goes, with its login. Doing it again changes nothing."""
        theirs = {"memberships": {"$elemMatch": {"tenant": tenant, "person": person}}}
        for account in list(self._accounts.find(theirs)):
            left = _all_without(account["memberships"], person)
            if left:
                self._change(account["_id"], lambda kept: _all_without(kept, person))
                self._sessions.update_many({"account": account["_id"]}, {"$set": {"current": None}})
            else:
                self._sessions.delete_many({"account": account["_id"]})
                self._accounts.delete_one({"_id": account["_id"]})
                self._vault.erase(_ACCOUNTS_TENANT, account["_id"])

    def _login_hash(self, login: str) -> str:
        return self._vault.digest(_ACCOUNTS_TENANT, f"login:{login}")


@dataclass(frozen=True, slots=True)
class Invitation:
    """``membership`` without a person: who accepts tells their name and is entered as staff."""

    id: str
    membership: Membership


class Invitations:
    """One-time links by which somebody gets an account, or their account a membership."""

    def __init__(self, db: Db) -> None:
        self._invitations = db.invitations
        self._invitations.create_index("until", expireAfterSeconds=0)

    def make(self, membership: Membership, *, by: str, days: int = 14) -> str:
        token = secrets.token_urlsafe(32)
        until = datetime.now(timezone.utc) + timedelta(days=days)
        self._invitations.insert_one(
            {"_id": _digest(token), "membership": _stored(membership), "by": by, "until": until}
        )
        return token

    def waiting(self, token: str) -> Invitation | None:
        """Looking uses nothing up."""
        since = {"$gt": datetime.now(timezone.utc)}
        found = self._invitations.find_one({"_id": _digest(token), "until": since})
        return Invitation(found["_id"], _loaded(found["membership"])) if found else None

    def use_up(self, token: str) -> bool:
        return self._invitations.delete_one({"_id": _digest(token)}).deleted_count == 1


class SetupLinks:
    """One link that makes the first administrator; used up by POST only."""

    def __init__(self, db: Db) -> None:
        self._links = db.setup_links

    def make(self) -> str:
        self._links.delete_many({})
        token = secrets.token_urlsafe(32)
        self._links.insert_one({"_id": _digest(token), "made": datetime.now(timezone.utc)})
        return token

    def waits(self, token: str) -> bool:
        return self._links.find_one({"_id": _digest(token)}) is not None

    def use_up(self, token: str) -> bool:
        return self._links.delete_one({"_id": _digest(token)}).deleted_count == 1


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _hash(password: str) -> str:
    with _hashing:
        return _hasher.hash(password)


def _verify(hashed: str, password: str) -> bool:
    with _hashing:
        try:
            return _hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False


_DUMMY: Final = _hasher.hash(secrets.token_urlsafe(16))


_OWN_ROLES: Final = frozenset({"mentor", "mentee", "guardian"})


def _all_without(memberships: Sequence[Document], person: PersonId) -> list[Document]:
    return [kept for one in memberships if (kept := _without(one, person))]


def _without(membership: Document, person: PersonId) -> Document | None:
    if membership.get("person") != person:
        return membership
    if membership.get("staff"):  # its roles are those of the register, which knows nobody now
        return None
    roles = [role for role in membership["roles"] if role not in _OWN_ROLES]
    return {**membership, "roles": roles, "person": None} if roles else None


def _stored(membership: Membership) -> dict[str, Any]:
    return {
        "tenant": membership.tenant,
        "roles": list(membership.roles),
        "organisation": membership.organisation,
        "kind": membership.kind,
        "person": membership.person,
        "staff": membership.staff,
    }


def _loaded(document: Document) -> Membership:
    person = document.get("person")
    return Membership(
        TenantId(document["tenant"]),
        tuple(document["roles"]),
        document["organisation"],
        document["kind"],
        PersonId(person) if person else None,
        bool(document.get("staff")),
    )
