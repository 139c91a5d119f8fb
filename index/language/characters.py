"""One form for text that looks the same: what readers store and what analyzers are given.

In: text as decoded. Out: NFC text with plain line ends and plain spaces, without invisible characters.
"""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

# Characters that show nothing and would part or lengthen words: soft hyphen, zero-width space, word
# joiner, byte order mark, bidirectional controls. The zero-width (non-)joiner stays: Indic and Arabic need it.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_SPACE = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def clean(text: str) -> str:
    """The text with one form for each visible character.

    >>> clean("na\\u0131\\u0308ve\\u00a0soft\\u00adhyphen\\r\\n")
    'naı̈ve softhyphen\\n'
    """
    if text.isascii() and not _ASCII_ODD.search(text):
        return text
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return _CONTROL.sub("", _SPACE.sub(" ", _LINE_END.sub("\n", text)))


_ASCII_ODD = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")

_FOLDED = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)} | {ord("'"): None}
"""For each ASCII character what stands for it where names are compared."""


def folded(text: str) -> str:
    """The text's words in small letters without accents, a space apart: what names are compared by.

    >>> folded("Erdoğan’s  COVID-19 speech")
    'erdogans covid 19 speech'
    """
    plain = text if text.isascii() else anyascii(text)
    return " ".join(plain.translate(_FOLDED).split())
