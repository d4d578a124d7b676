"""What makes two cards look like one person: contact or birth date together with the name."""

from __future__ import annotations

import re

_PHONE_DIGITS = 10


def likeness_keys(name: str, birth_date: str, contact: str) -> list[str]:
    """Texts to be hashed with a key; two cards that share one may be of the same person.

    A contact alone is no likeness, since families share one: the initials of the first two words
    of the name, in any order, go with it.
    """
    words = re.findall(r"\w+", name.lower().replace("ё", "е"))
    keys = []
    if len(words) > 1 and birth_date:
        keys.append(f"born:{birth_date}:{' '.join(sorted(words[:2]))}")
    initials = "".join(sorted(word[0] for word in words[:2]))
    if len(initials) > 1:
        keys += [f"contact:{reach}:{initials}" for reach in _reaches(contact)]
    return keys


def _reaches(contact: str) -> list[str]:
    """E-mail addresses in lower case, and the last ten digits of phone numbers."""
    mails = re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", contact.lower())
    rest = re.sub(r"\S+@\S+", " ", contact)
    phones = [re.sub(r"\D", "", found) for found in re.findall(r"\+?\d[\d\s().-]{8,}\d", rest)]
    return [*mails, *(p[-_PHONE_DIGITS:] for p in phones if len(p) >= _PHONE_DIGITS)]
