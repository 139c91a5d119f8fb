"""The analyzer: text → terms, the same for passages and for questions.

A term is a stemmed, folded word. One compiled pattern finds words; what each word becomes is computed
once and cached, since a corpus of millions of words has but some hundred thousand different ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from anyascii import anyascii

from index.language.stemmer import Stemmer, english_stemmer
from index.language.stopwords import STOP_WORDS
from index.release import Span

FINGERPRINT = "english-1"
"""Changes whenever the same text would give other terms: segments built by another analyzer are rebuilt."""

MAX_TERM_CHARS = 40
"""A longer run of letters is an encoding accident, not a word; it is cut."""

_WORD = re.compile(
    r"""
    \b(?:[^\W\d_]\.){2,}                # U.S.  D.C.  H.R.: letters with full stops
    | \b[Tt]he\ us\b                    # "the us" is the country, "us" alone the pronoun
    | \bUnited\ States(?:\ of\ America)?\b
    | \bper\ cent\b
    | \d+(?:[.,]\d+)+                   # 4.5  1,234,567
    | [^\W_]+(?:['’ʼ-][^\W_]+)*         # word  don't  nation's  re-open  F-35
    | [$€£%]
    """,
    re.VERBOSE,
)
_WHOLE = {"$": "dollar", "€": "euro", "£": "pound", "%": "percent", "per cent": "percent"} | dict.fromkeys(
    ["US", "USA", "the us", "The us", "United States", "United States of America"], "usa"
)
_APOSTROPHE = re.compile(r"['’ʼ]")
_NOT_TERM = re.compile(r"[^0-9a-z.]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text, where it stands and the terms it stands for (none for a stop word)."""

    span: Span
    terms: tuple[str, ...]


def terms(text: str) -> list[str]:
    """The text's terms, in order, repeated as often as they occur.

    >>> terms("The U.S. Senate's $4.5 million for COVID-19")
    ['usa', 'senat', 'dollar', '4.5', 'million', 'covid', '19', 'covid19']
    """
    found: list[str] = []
    for word in words(text):
        found += word_terms(word)
    return found


def words(text: str) -> list[str]:
    """The text's words as they stand.

    >>> words("The Senate's re-opening")
    ['The', "Senate's", 're-opening']
    """
    return _WORD.findall(text)


def tokens(text: str) -> Iterator[Token]:
    """The text's words with their places.

    >>> [token.terms for token in tokens("to re-open")]
    [(), ('re', 'open', 'reopen')]
    """
    for match in _WORD.finditer(text):
        yield Token(Span(*match.span()), word_terms(match.group()))


@lru_cache(maxsize=400_000)
def word_terms(word: str) -> tuple[str, ...]:
    """The terms that one word stands for."""
    if word in _WHOLE:
        return (_WHOLE[word],)
    if word[0].isdigit() and ("," in word or "." in word):
        return (word.replace(",", ""),)
    if "." in word:
        return word_terms(word.replace(".", "").upper())
    if "-" in word:
        return _compound_terms(word.split("-"))
    return _plain_terms(word)


def _compound_terms(parts: list[str]) -> tuple[str, ...]:
    # "cyber-attack", "cyber attack" and "cyberattack" must find each other
    separate = tuple(term for part in parts for term in word_terms(part))
    return separate + _plain_terms("".join(parts))


def _plain_terms(word: str) -> tuple[str, ...]:
    stem_of = _APOSTROPHE.split(word)[0] if _is_possessive(word) else _APOSTROPHE.sub("", word)
    folded = _NOT_TERM.sub("", (stem_of if stem_of.isascii() else anyascii(stem_of)).lower())
    if not folded or folded in STOP_WORDS:
        return ()
    if folded[0].isdigit():
        return (folded[:MAX_TERM_CHARS],)
    return (_stemmer().stem(folded)[:MAX_TERM_CHARS],)


def _is_possessive(word: str) -> bool:
    return _APOSTROPHE.sub("'", word).lower().endswith(("'s", "'", "'ll", "'ve", "'re", "'d", "'m", "n't"))


@cache
def _stemmer() -> Stemmer:
    # made for the first word, not by whoever imports this
    return english_stemmer()
