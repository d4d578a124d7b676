"""Letters go out over SMTP, one connection for several of them."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from types import TracebackType
from typing import Final, Self
from urllib.parse import unquote, urlsplit

from shared.config import Settings
from shared.domain.mail_address import is_address

_SECONDS: Final = 10.0
_STOP: Final = "List-Unsubscribe"


class _Written(EmailPolicy):
    """Leaves the address of ``List-Unsubscribe`` in one piece: mail programs do not find one that
    was folded or encoded, as a long one would be."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}" if name == _STOP else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return (
            self.fold(name, value).encode() if name == _STOP else super().fold_binary(name, value)
        )


class Refusal(Exception):
    """The server will never take this letter; ``str`` of it holds no address."""


class ServerAway(Exception):
    """The server does not take letters now."""


@dataclass(frozen=True, slots=True)
class Letter:
    """``id`` makes the Message-ID: the same letter sent twice is seen to be one."""

    id: str
    to: str
    subject: str
    text: str
    stop: str
    """Where the reader says which letters to get."""


class Mailer:
    """Use it as a context: it connects with the first letter. Raises ServerAway and Refusal."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._drop()

    def send(self, letter: Letter, now: datetime) -> None:
        """Returns when the server has taken it."""
        if not is_address(letter.to):
            raise Refusal("no-address")
        try:
            self._connected().send_message(self.written(letter, now))
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            code = _code(error)
            self._drop()
            if 500 <= code < 600:
                raise Refusal(f"refused {code}") from None
            raise ServerAway(f"busy {code}") from None
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise ServerAway(type(error).__name__) from None

    def written(self, letter: Letter, now: datetime) -> EmailMessage:
        message = EmailMessage(policy=_Written(linesep="\r\n"))
        message["From"] = self._settings.mail_from
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(now)
        message["Message-ID"] = f"<{letter.id}@{self._settings.mail_domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message[_STOP] = f"<{letter.stop}>"
        message.set_content(letter.text)
        return message

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = _open(self._settings.smtp_url)
        return self._server

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()


def _code(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> int:
    if isinstance(error, smtplib.SMTPDataError):
        return int(error.smtp_code)
    return max((code for code, _ in error.recipients.values()), default=0)


def _open(url: str) -> smtplib.SMTP:
    """A password travels over TLS only."""
    place = urlsplit(url)
    host = place.hostname or ""
    if place.scheme == "smtps":
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, place.port or 465, timeout=_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(host, place.port or 25, timeout=_SECONDS)
        server.ehlo()
        if server.has_extn("starttls") or place.username:
            server.starttls(context=ssl.create_default_context())
    if place.username:
        server.login(unquote(place.username), unquote(place.password or ""))
    return server
