"""The documents of participants of which a school may have a form of its own."""

from __future__ import annotations

from typing import Final

from services.participants.application.certificate_form import CERTIFICATE
from services.participants.application.consent_form import CONSENT

KINDS: Final = (CONSENT, CERTIFICATE)
