"""Sends the letters that wait: looks at what each is about at that moment, and whom it may reach."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from services.meetings.application.addresses import AddressBook, Found
from services.meetings.application.invitations import NAMED, link_of
from services.meetings.application.letter_words import letter_of
from services.meetings.application.letters import BATCH, Claim
from services.meetings.application.mail import Letter, Mailer, Refusal, ServerAway
from services.meetings.application.terms import rules_of, zone_of
from services.meetings.application.wishes import secret_of, wish_of
from services.meetings.domain.reminding import is_quiet, morning_after
from shared.domain.ids import TenantId, is_id
from shared.mongo import Document
from shared.observability.logs import logger
from shared.tenancy.scope import Scope, policy_scope

if TYPE_CHECKING:
    from shared.service import Service

_log = logger(__name__)


class Sender:
    def __init__(self) -> None:
        self._book: AddressBook | None = None

    def step(self, service: Service) -> int:
        """One claim; answers how many letters are done with. Without a mail server letters wait."""
        if not service.settings.smtp_url:
            return 0
        if self._book is None:
            self._book = AddressBook(service.settings)
        claim = Claim(service.db, service.clock.now())
        if not claim.rows:
            return 0
        try:
            return _Round(service, self._book, claim).work()
        except Exception:  # whatever it is, other schools' letters do not wait behind these
            claim.put_off()
            raise
        finally:
            claim.give_back()


class _Round:
    """One claim's letters, all of one tenant."""

    def __init__(self, service: Service, book: AddressBook, claim: Claim) -> None:
        self._service = service
        self._book = book
        self._claim = claim
        self._now = service.clock.now()
        tenant = TenantId(claim.rows[0]["tenant"])
        self._scope: Scope = policy_scope(tenant, "letters", "", "letters")
        self._zone = zone_of(rules_of(service, self._scope))

    def work(self) -> int:
        things = self._things()
        rows = [row for row in self._claim.rows if self._goes(row, things.get(row["thing"]))]
        found = self._found(rows)
        done = len(self._claim.rows) - len(rows)
        with Mailer(self._service.settings) as mailer:
            for row in rows:
                if not self._claim.holds:
                    return BATCH
                done += self._send(mailer, row, things[row["thing"]], found[row["basis"]])
        return done

    def _things(self) -> dict[str, Document]:
        ids = sorted({row["thing"] for row in self._claim.rows})
        reader = self._service.views.showing(self._scope, "calendar")
        return {row["id"]: row for row in reader.find({"id": {"$in": ids}}, limit=BATCH).items}

    def _goes(self, row: Document, thing: dict[str, Any] | None) -> bool:
        """Whether it still says what is so, and may be said at this hour."""
        said = "cancelled" if row["kind"] == "called_off" else "planned"
        if not is_id(row["person"]):
            self._claim.dropped(row, "no-address")
        elif thing is None or thing["status"] != said:
            held = thing is not None and thing["status"] == "held"
            self._claim.dropped(row, "over" if held else "called-off")
        elif said == "cancelled":
            return self._goes_now(row) if self._was_written_to(row) else False
        elif thing.get("sequence", 0) != row["sequence"]:
            self._claim.dropped(row, "moved")
        else:
            return self._goes_now(row)
        return False

    def _was_written_to(self, row: Document) -> bool:
        """Whoever never heard of a gathering need not hear that it is called off."""
        letters = self._service.db.letters
        about = {"tenant": row["tenant"], "thing": row["thing"], "person": row["person"]}
        if letters.find_one({**about, "state": "sent"}, {"_id": 1}) is not None:
            return True
        self._claim.dropped(row, "called-off")
        return False

    def _goes_now(self, row: Document) -> bool:
        if row["until"] <= self._now:
            self._claim.dropped(row, "too-late")
        elif not wish_of(self._service, self._scope, row["person"]).lets(row["kind"]):
            self._claim.dropped(row, "switched-off")
        elif is_quiet(self._now, self._zone):
            self._claim.later(row, "night", morning_after(self._now, self._zone))
        else:
            return True
        return False

    def _found(self, rows: list[Document]) -> dict[str, Found]:
        """Raises Unavailable: the claim is given back and nothing is sent."""
        people: defaultdict[str, list[str]] = defaultdict(list)
        for row in rows:
            people[row["basis"]].append(row["person"])
        tenant = self._scope.tenant
        return {
            basis: self._of_named(rows, of) if basis == NAMED
            else self._book.look_up(tenant, basis, of)
            for basis, of in people.items()
        }  # fmt: skip

    def _of_named(self, rows: list[Document], people: list[str]) -> Found:
        """Guests in no base have their address here, sealed."""
        events = {row["thing"] for row in rows if row["basis"] == NAMED}
        reader = self._service.views.showing(self._scope, "outreach")
        tokens: dict[str, str] = {}
        for event in reader.find({"id": {"$in": sorted(events)}}, limit=BATCH).items:
            tokens |= {p: g["address"] for p, g in event["guests"].items() if "address" in g}
        wanted = {person: tokens[person] for person in people if person in tokens}
        texts = self._service.vault.open_many(self._scope.tenant, wanted.values())
        addresses = {person: text for person, token in wanted.items() if (text := texts[token])}
        reads = self._service.reads
        reads.record(self._scope, addresses, why="letter", what=("contact",), at=self._now)
        return Found(addresses, {})

    def _send(self, mailer: Mailer, row: Document, thing: Document, found: Found) -> int:
        address = found.addresses.get(row["person"])
        if address is None:
            self._claim.dropped(row, found.without.get(row["person"], "no-address"))
            return 1
        try:
            mailer.send(self._letter(row, thing, address), datetime.now(self._now.tzinfo))
        except Refusal as refusal:
            self._claim.dropped(row, str(refusal))
        except ServerAway as away:
            self._wait(row, "server-away", str(away))
            return 0
        except Exception as fault:  # one letter that cannot be written must not hold the others up
            self._wait(row, "fault", type(fault).__name__)
            return 0
        else:
            self._claim.sent(row)
        return 1

    def _wait(self, row: Document, why: str, reason: str) -> None:
        _log.warning("letter_waits", reason=reason, attempts=row["attempts"] + 1)
        self._claim.later(row, why)

    def _letter(self, row: Document, thing: Document, address: str) -> Letter:
        pages = self._service.settings.public_url
        tenant, event, person = self._scope.tenant, row["thing"], row["person"]
        link = f"{pages}/meetings"
        if not thing["pairing"]:
            secret = link_of(self._service, tenant, event, person)
            link = f"{pages}/e/{tenant}.{event}.{person}.{secret}"
        stop = f"{pages}/l/{tenant}.{person}.{secret_of(self._service, tenant, person)}"
        subject, text = letter_of(row, thing, self._zone, link, stop)
        return Letter(row["id"], address, subject, text, stop)
