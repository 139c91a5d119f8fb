"""Whether a question is in another language than the releases: then little is found, and it is said why.

In: the question's text and the texts of some releases. Out: a sentence that names the releases' languages, or none.
Wanted only where nothing or only the closest was found; names and single words are in any language, so a question of
few words in Latin letters is never called foreign, nor is one in everyday words of the releases. tests/bot/asking/test_tongue.py measures the bars: of 390 English
questions none is called foreign, of 46 in 15 other languages 45 are.
"""

from __future__ import annotations

import asyncio
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from bot.asking.scope import Scope
from index.language.stopwords import STOP_WORDS
from index.library import Library, Snapshot

LANGUAGES: Mapping[str, str] = {
    "af": "Afrikaans", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ga": "Irish", "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian",
    "ms": "Malay", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""The languages that are told apart, by their ISO 639-1 codes."""

_LEAST_WORDS = 3
_LEAST_SURE = 0.6
"""How probable a language must be for a text to count as one in it."""

_MOST_OWN = 0.03
"""How probable the releases' languages may be at most for a question to be in another."""

_LEAST_SHARE = 0.1
"""Share of the texts that makes a language one of the releases'."""

_SAMPLED = 50
"""Releases of a collection whose language is looked at."""

_EVERYDAY = 1e-3
"""How often a word stands in a passage that belongs to the everyday language of the releases: in one of a thousand."""

_READING = threading.Lock()

_WORD = re.compile(r"[^\W\d_]+")


class Tongues:
    """Knows which languages the releases of each collection are in, for as long as nothing new is indexed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._snapshot: Snapshot | None = None
        self._texts: dict[str, Sequence[str]] = {}

    async def remark(self, question: str, *, scope: Scope, snapshot: Snapshot) -> str | None:
        """The sentence for a question in another language than the releases in scope; None for any other."""
        if await asyncio.to_thread(speaks_as_releases, question, snapshot, scope.collections):
            return None
        if snapshot is not self._snapshot:
            self._snapshot, self._texts = snapshot, {}
        texts = [text for name in sorted(scope.collections) for text in await self._sample(name, snapshot)]
        return await asyncio.to_thread(remark, question, tuple(texts))

    async def _sample(self, collection: str, snapshot: Snapshot) -> Sequence[str]:
        """Title and first words of some of a collection's releases."""
        if collection not in self._texts:
            firsts = snapshot.opening(collections=frozenset({collection}), limit=_SAMPLED)
            passages = await self._library.passages(firsts)
            self._texts[collection] = [f"{passage.release.title}. {passage.quote}" for passage in passages]
        return self._texts[collection]


def speaks_as_releases(question: str, snapshot: Snapshot, collections: frozenset[str]) -> bool:
    """Whether most of a question, names left out, is in everyday words of the releases: then it is in their language.

    Most questions are, and need not wait for the half second in which the languages' model is read.
    """
    words = _WORD.findall(question)
    # whatever its language is, a name is spelled the same
    plain = [word.lower() for place, word in enumerate(words) if not place or word[0].islower()]
    everyday = {word for word in plain if snapshot.commonness(word, collections=collections) >= _EVERYDAY}
    known = [word for word in plain if word in everyday or word in STOP_WORDS]
    return bool(everyday) and len(known) > 1 and 2 * len(known) > len(plain)


def remark(question: str, texts: tuple[str, ...]) -> str | None:
    """The sentence for a question in another language than the texts; None for any other."""
    languages = languages_of(texts)
    if not languages or not is_foreign(question, languages):
        return None
    return f"The releases are in {_named(languages, 'and')}. Please ask in {_named(languages, 'or')}."


@lru_cache(maxsize=16)
def languages_of(texts: tuple[str, ...]) -> Sequence[str]:
    """The codes of the languages that a good share of the texts is in, the most frequent first."""
    found = Counter(language for text in texts if (language := _language(text)) is not None)
    least = _LEAST_SHARE * found.total()
    return [language for language, count in found.most_common() if count >= least]


def is_foreign(question: str, languages: Sequence[str]) -> bool:
    """Whether a question is in another language than these; where that is not plain, it is not."""
    words = _WORD.findall(question)
    is_latin = _is_latin(words)
    if is_latin and len(words) < _LEAST_WORDS:
        return False
    likely = _probabilities(question)
    own = sum(likely[language] for language in languages)
    return own < _MOST_OWN and (not is_latin or max(likely.values()) >= _LEAST_SURE)


def _named(languages: Sequence[str], conjunction: str) -> str:
    """The names of languages, as in "English, French and Dutch"."""
    *others, last = (LANGUAGES[language] for language in languages)
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def _is_latin(words: Iterable[str]) -> bool:
    """Whether no more than half of the letters are of another script."""
    letters = [letter for word in words for letter in word]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return 2 * latin >= len(letters)


def _language(text: str) -> str | None:
    likely = _probabilities(text)
    language = max(likely, key=lambda code: (likely[code], code))
    return language if likely[language] >= _LEAST_SURE else None


def _probabilities(text: str) -> Mapping[str, float]:
    """How probable each language is; together 1."""
    return {language: float(share) for language, share in _identifier().rank(text)}


def _identifier() -> Any:
    with _READING:  # several questions at once read the model once
        return _read_identifier()


@cache
def _read_identifier() -> Any:
    # half a second, and only for questions that find nothing: not at start, and never on the event loop
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier
