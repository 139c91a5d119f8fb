"""The stemmer is NLTK's own, to the last letter, without the rest of NLTK."""

from __future__ import annotations

import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.stem.snowball import EnglishStemmer  # has no stubs

import index
from index.language import stemmer
from index.language.analyzer import words
from index.language.stemmer import english_stemmer

TEXTS = (
    *Path(__file__).parents[2].rglob("*.jsonl"),
    *(Path(index.__file__).parent / "samples").rglob("*.txt"),
)

ROOTS = (
    "",
    "y",
    "s",
    "a",
    "at",
    "gener",
    "commun",
    "arsen",
    "hop",
    "hopp",
    "trou",
    "enjo",
    "econom",
    "rel",
    "li",
    "skis",
)

ENDINGS = (
    "'s", "sses", "ied", "ies", "us", "ss", "s", "eedly", "ingly", "edly", "eed", "ing", "ed", "y", "ization", "ational",
    "fulness", "ousness", "iveness", "tional", "biliti", "lessli", "entli", "ation", "alism", "aliti", "ousli", "iviti",
    "fulli", "enci", "anci", "abli", "izer", "ator", "alli", "bli", "ogi", "li", "alize", "icate", "iciti", "ative", "ical",
    "ness", "ful", "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize",
    "ion", "al", "er", "ic", "e", "l",
)  # fmt: skip


def test_every_word_of_samples_and_questions_has_nltks_stem() -> None:
    texts = [path.read_text(encoding="utf-8") for path in TEXTS]
    found = sorted({word.lower() for text in texts for word in words(text)})
    ours, theirs = english_stemmer(), EnglishStemmer()

    assert len(found) > 1_000
    assert [theirs.stem(word) for word in found] == [ours.stem(word) for word in found]


def test_every_ending_after_every_kind_of_root_has_nltks_stem() -> None:
    made = [root + one + other for root, one, other in product(ROOTS, ENDINGS, ("", *ENDINGS))]
    ours, theirs = english_stemmer(), EnglishStemmer()

    assert [theirs.stem(word) for word in made] == [ours.stem(word) for word in made]


@given(st.text("abcdefghijklmnopqrstuvwxyz'’", min_size=1, max_size=12))
def test_whatever_is_typed_has_nltks_stem(word: str) -> None:
    assert EnglishStemmer().stem(word) == english_stemmer().stem(word)


def test_the_rest_of_nltk_is_not_imported() -> None:
    code = (
        "import sys; from index.language.analyzer import terms; print(terms('hopping'), "
        "[name for name in sys.modules if name.startswith('nltk')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert "['hop'] []" == ran.stdout.strip()


@pytest.mark.parametrize("error", [ImportError, AttributeError, TypeError, OSError])
def test_an_nltk_of_another_make_is_imported_whole(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(stemmer, "_snowball", fail)

    assert isinstance(english_stemmer(), EnglishStemmer)
    assert "hop" == english_stemmer().stem("hopping")
