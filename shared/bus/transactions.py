"""Transactions of one role, which do not wait for what a killed predecessor left open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pymongo.client_session import ClientSession

from shared.mongo import TRANSACTION, Db


class Transactions:
    """MongoDB keeps the transaction of a killed process open for up to a minute, and with it every
    document it has written. So a role (a consumer, a relay) uses one session, whose id it keeps in
    ``sessions``; whoever takes the role over ends the session of the one before. That costs a rival
    which is alive one repetition, no more. For use by one thread.
    """

    def __init__(self, db: Db, role: str) -> None:
        self._db = db
        self._role = role
        self._session: ClientSession | None = None

    @contextmanager
    def begin(self) -> Iterator[ClientSession]:
        """Commits at the end, aborts on an exception."""
        session = self._session or self._take_over()
        with session.start_transaction(**TRANSACTION):
            yield session

    def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.end_session()

    def _take_over(self) -> ClientSession:
        session = self._db.client.start_session()
        mine = session.session_id["id"]
        before = self._db.sessions.find_one_and_update(
            {"_id": self._role}, {"$set": {"session": mine}}, upsert=True
        )
        if before is not None:
            self._db.client.admin.command("killSessions", [{"id": before["session"]}])
        self._session = session
        return session
