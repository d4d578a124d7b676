"""Words of the consents' papers and of the register, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "register": "Реестр согласий", "name": "ФИО", "purpose": "Согласие", "status": "Состояние",
        "giver": "Кто дал", "signed_by": "Подписал(а)", "method": "Способ",
        "signed_on": "Дата подписи", "until": "Действует до", "ended_on": "Отозвано",
        "version": "Редакция", "hash": "Хеш текста (SHA-256)",
        "given": "дано", "refused": "отказ", "withdrawn": "отозвано", "expired": "истекло",
        "came_of_age": "исполнилось 18 лет: нужно своё", "erased": "удалено",
        "self": "лично", "guardian": "законный представитель",
        "electronic": "по одноразовой ссылке или на своей странице", "paper": "на бумаге",
        "who": "Кто даёт согласие", "i": "Фамилия, имя, отчество", "child": "Ребёнок",
        "born": "Дата рождения", "passport": "Паспорт (серия, номер, кем и когда выдан)",
        "address": "Адрес", "right": "Документ, подтверждающий право представлять ребёнка",
        "operator": "Оператор", "choice": "Решение",
        "agree": "Даю согласие", "disagree": "Не даю согласия",
        "assent": "Ребёнок (от 14 лет) согласен", "signer": "Подпись",
        "kid": "Согласие ребёнка (от 14 лет): подпись",
        "date": "Дата", "term": "Согласие действует до", "deleted": "удалён",
        "electronically": "Подписано электронно по одноразовой ссылке",
        "shown": "Текст показан", "signed": "Подписано",
        "qr": "Можно ответить и на сайте: наведите камеру на код. Ссылка работает один раз.",
    },
    "en": {
        "register": "Register of consents", "name": "Name", "purpose": "Consent",
        "status": "Status", "giver": "Given by", "signed_by": "Signed by", "method": "How",
        "signed_on": "Signed on", "until": "Holds until", "ended_on": "Withdrawn",
        "version": "Version", "hash": "Hash of the text (SHA-256)",
        "given": "given", "refused": "refused", "withdrawn": "withdrawn", "expired": "expired",
        "came_of_age": "came of age: their own is due", "erased": "erased",
        "self": "themselves", "guardian": "guardian",
        "electronic": "by one-time link or on their own page", "paper": "on paper",
        "who": "Who consents", "i": "Full name", "child": "Child", "born": "Birth date",
        "passport": "Passport (number, issued by and on)", "address": "Address",
        "right": "Document that shows the right to act for the child",
        "operator": "Operator", "choice": "Decision",
        "agree": "I consent", "disagree": "I do not consent",
        "assent": "The child (14 or older) agrees", "signer": "Signature",
        "kid": "The child (14 or older) agrees: signature", "date": "Date", "term": "The consent holds until",
        "deleted": "erased",
        "electronically": "Signed electronically behind a one-time link",
        "shown": "Text shown", "signed": "Signed",
        "qr": "You can answer on the site instead: point a camera at the code. It works once.",
    },
}  # fmt: skip


def day(value: date | datetime | str | None) -> str:
    """01.09.2026; empty for nothing."""
    if not value:
        return ""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.strftime("%d.%m.%Y")


def moment(value: datetime | None) -> str:
    return value.strftime("%d.%m.%Y %H:%M UTC") if value else ""
