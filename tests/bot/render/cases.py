"""Answers, listings and contexts to render, of any length and as hostile as text can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from hypothesis import strategies as st

from bot.asking.answer import Answer, Citation, Highlight, NoAnswer
from bot.asking.lookup import DateListing, Part, PassageListing, ReleaseFound, Voice
from index.query import (
    DateRange,
    Hit,
    Holdings,
    PassageContext,
    ReleasePage,
    ReleaseSummary,
    Share,
    Signals,
    StoredPassage,
    WholeRelease,
)
from index.release import PassageId, PassageKey, ReleaseKey, VersionId

_HOSTILE = st.sampled_from(
    ["*", "[", "](", "https://", "\n", "\\", "@everyone ", "<@1>", "#", ":x:", "`", "||"]
)
_WORDS = st.lists(
    _HOSTILE | st.sampled_from(["China", " ", " dependencies ", "word ", "“", "”"]), max_size=40
)
TEXT = st.builds(lambda words, times: "".join(words) * times, _WORDS, st.integers(1, 60))
TITLE = st.builds(lambda words, times: "".join(words) * times, _WORDS, st.integers(1, 8))
DAYS = st.none() | st.dates(date(1949, 4, 4), date(2100, 1, 1))
URLS = st.none() | st.builds(
    lambda path, times: "https://www.nato.int/" + path * times, st.text(max_size=20), st.integers(1, 40)
)

RELEASES = st.builds(ReleaseSummary, st.just(ReleaseKey("a")), st.just(VersionId(1)), TITLE, DAYS, URLS)
KEYS = st.text("0123456789abcdef", min_size=22, max_size=22).map(PassageKey)
COUNTS = st.integers(1, 9_999)
PASSAGES = st.builds(
    StoredPassage,
    st.just(PassageId(1)),
    KEYS,
    RELEASES,
    COUNTS,
    COUNTS,
    st.just(0),
    st.just(0),
    TEXT,
    st.none() | TITLE,
)
HIGHLIGHTS = st.lists(
    st.builds(lambda start, length: Highlight(start, start + length, "match"), COUNTS, st.integers(0, 20)),
    max_size=9,
)
HIT = Hit(PassageId(1), VersionId(1), 7.53, 7.53, Signals(1, 1, 1, 0, 1, 0, 1, 1, terms=2), frozenset())
CITATIONS = st.builds(
    Citation, PASSAGES, HIGHLIGHTS, st.lists(PASSAGES, max_size=6), st.just(HIT), st.booleans()
)
NOTES = st.lists(TEXT, max_size=6)
WORDS = st.lists(TITLE, max_size=12)
HOLDINGS = st.builds(Holdings, st.integers(0, 10**7), COUNTS, DAYS, DAYS)
ANSWERS = st.builds(
    Answer,
    TEXT,
    st.lists(CITATIONS, min_size=1, max_size=10),
    st.sampled_from(["answered", "closest"]),
    WORDS,
    NOTES,
)
NO_ANSWERS = st.builds(NoAnswer, TEXT, TEXT, WORDS, st.lists(RELEASES, max_size=8), NOTES, HOLDINGS)
STANDINGS = st.sampled_from(["current", "changed", "withdrawn"])
CONTEXTS = st.builds(PassageContext, PASSAGES, TEXT, TEXT, STANDINGS, st.none() | TEXT)


@st.composite
def date_listings(draw: st.DrawFn) -> DateListing:
    """Pages of up to 25 releases."""
    releases = draw(st.lists(RELEASES, max_size=25))
    leads = draw(st.lists(st.none() | PASSAGES, min_size=len(releases), max_size=len(releases)))
    part = Part(25 * draw(st.integers(0, 3)), 25, len(releases) + draw(st.integers(0, 99)))
    page = ReleasePage(releases, leads, part.total)
    return DateListing(draw(TITLE), DateRange(None, None), page, part, draw(NOTES))


@st.composite
def passage_listings(draw: st.DrawFn) -> PassageListing:
    """Pages of up to 10 passages, on a topic or by a speaker."""
    citations = draw(st.lists(CITATIONS, max_size=10))
    part = Part(10 * draw(st.integers(0, 3)), 10, len(citations) + draw(st.integers(0, 99)))
    kind: Literal["topic", "speaker"] = draw(st.sampled_from(["topic", "speaker"]))
    return PassageListing(kind, draw(TITLE), citations, part, draw(NOTES))


@st.composite
def releases_found(draw: st.DrawFn) -> ReleaseFound:
    """Releases of any text, with any number of speakers."""
    text, end = draw(TEXT), draw(st.integers(0, 5_000))
    passages = [replace(passage, start=0, end=end) for passage in draw(st.lists(PASSAGES, max_size=6))]
    whole = WholeRelease(draw(RELEASES), draw(TITLE), text, passages, draw(st.booleans()))
    voices = draw(st.lists(st.builds(Voice, TITLE, COUNTS), max_size=9))
    return ReleaseFound(whole, voices, draw(NOTES))


def release(
    title: str = "Secretary General in Washington",
    published: date | None = date(2024, 1, 31),
    url: str | None = "https://www.nato.int/docu/news-1.htm",
) -> ReleaseSummary:
    """A release as a citation names it."""
    return ReleaseSummary(ReleaseKey("a"), VersionId(1), title, published, url)


def citation(
    quote: str = "On China, the Secretary General outlined the importance of eliminating dependencies.",
    *,
    speaker: str | None = "Jens Stoltenberg",
    highlights: tuple[Highlight, ...] = (Highlight(3, 8, "match"),),
    also_in: tuple[ReleaseSummary, ...] = (),
    source: ReleaseSummary | None = None,
) -> Citation:
    """One cited passage."""
    passage = StoredPassage(
        PassageId(1), PassageKey("0" * 22), source or release(), 3, 1, 0, len(quote), quote, speaker
    )
    repeats = [replace(passage, release=other) for other in also_in]
    return Citation(passage, highlights, repeats, HIT)


SHARES = st.lists(st.builds(Share, TITLE, st.floats(-5, 20)), max_size=20)


@st.composite
def wholes(draw: st.DrawFn) -> WholeRelease:
    """Releases of any length, with a passage somewhere in it."""
    text = draw(TEXT)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    passage = replace(draw(PASSAGES), start=start, end=end, quote=text[start:end])
    return WholeRelease(draw(RELEASES), None, text, [passage], draw(st.booleans()))
