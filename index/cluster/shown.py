"""Reads from the cluster what is shown of a collection that this process's own database does not hold.

In: rows, keys, days. Out: versions as they are shown. Awaited on the event loop, with one deadline for each call.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.cluster.kept.live import living
from index.cluster.kept.names import GenerationNames
from index.cluster.kept.served import Served
from index.cluster.kept.texts import text_from
from index.cluster.search.asking import whole
from index.cluster.wire.client import Client, Deadline, Json
from index.language.likeness import most_alike
from index.query import DateRange, PassageContext, ReleaseSummary, StoredPassage, TitledRelease, WholeRelease
from index.release import PassageId, PassageKey, VersionId
from index.store.texts import StoredText

_MOST_FOUND = 10_000
"""As many hits as a search may have (index.max_result_window)."""

_UNDATED = 1
"""Beyond the age of each day."""

_AT_ONCE = 500
"""So many rows or keys are asked for at a time: more versions hold them than that, but never so many as can be found."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A version, and whether the generation served holds it."""

    text: StoredText
    current: bool

    @property
    def version(self) -> VersionId:
        return self.text.whole.release.version


class ShownCollection:
    """What is shown of a collection, as the cluster holds it."""

    def __init__(self, client: Client, collection: str, served: Served, names: GenerationNames) -> None:
        self._client = client
        self._collection = collection
        self._served = served
        self._names = names

    async def passages(self, ids: Sequence[PassageId]) -> Mapping[PassageId, StoredPassage]:
        """Passages by their rows."""
        found = await self._holding("rows", [id_ - self._served.apart for id_ in ids])
        passages = (passage for held in found for passage in held.text.whole.passages)
        wanted = set(ids)
        return {passage.id: passage for passage in passages if passage.id in wanted}

    async def releases(self, versions: Sequence[VersionId]) -> Mapping[VersionId, ReleaseSummary]:
        """Releases by the rows of their versions."""
        return {held.version: held.text.whole.release for held in await self._versions(versions)}

    async def by_key(self, keys: Sequence[PassageKey]) -> Mapping[PassageKey, StoredPassage]:
        """Passages by their keys, each as it stands in the newest version that held it."""
        return {key: _passage(held.text, key) for key, held in (await self._by_key(keys)).items()}

    async def whole(self, version: VersionId) -> WholeRelease | None:
        """A release as it read in that version, whether or not it still does."""
        for held in await self._versions([version]):
            return replace(held.text.whole, current=held.current)
        return None

    async def context(self, key: PassageKey) -> PassageContext | None:
        """The passage in its paragraph, also where its release has since changed or gone."""
        held = (await self._by_key([key])).get(key)
        if held is None:
            return None
        context = _in_paragraph(held.text, _passage(held.text, key))
        if held.current:
            return context
        newer = await self._found({"term": {"release": held.text.handle}}, current=True)
        if not newer:
            return replace(context, standing="withdrawn")
        now = max(newer, key=lambda one: one.version).text
        quotes = [passage.quote for passage in now.whole.passages]
        like = most_alike(context.passage.quote, quotes)
        if like is not None and quotes[like] == context.passage.quote:
            # the release says it less often than it did: it still says it
            return _in_paragraph(now, now.whole.passages[like])
        return replace(context, standing="changed", now=None if like is None else quotes[like])

    def published(self, dates: DateRange) -> Sequence[TitledRelease]:
        """The releases published in the range, newest first; from memory."""
        first = bisect_right(self._names.titles, -dates.end.toordinal(), key=_age) if dates.end else 0
        last = -dates.start.toordinal() if dates.start else _UNDATED - 1
        return self._names.titles[first : bisect_right(self._names.titles, last, key=_age)]

    async def listed(
        self, versions: Sequence[VersionId]
    ) -> Mapping[VersionId, tuple[ReleaseSummary, StoredPassage | None]]:
        """Releases as a list shows them, each with its first sentence."""
        return {
            held.version: (held.text.whole.release, _lead(held.text))
            for held in await self._versions(versions)
        }

    async def _versions(self, versions: Sequence[VersionId]) -> list[_Held]:
        return await self._holding("version", [version - self._served.apart for version in versions])

    async def _by_key(self, keys: Sequence[PassageKey]) -> dict[PassageKey, _Held]:
        """The version that shows a passage: one that the generation holds before one that it does not, then the newest."""
        wanted = set(keys)
        found: dict[PassageKey, _Held] = {}
        held = await self._holding("keys", keys)
        for one in sorted(held, key=lambda one: (one.current, one.version)):
            found |= {passage.key: one for passage in one.text.whole.passages if passage.key in wanted}
        return found

    async def _holding(self, field: str, values: Sequence[object]) -> list[_Held]:
        """Versions that hold one of the values."""
        distinct, found = list(dict.fromkeys(values)), list[_Held]()
        for start in range(0, len(distinct), _AT_ONCE):
            found += await self._found({"terms": {field: distinct[start : start + _AT_ONCE]}})
        return found

    async def _found(self, condition: Json, *, current: bool = False) -> list[_Held]:
        """Versions that meet a condition, each once; only those that the generation holds where ``current``."""
        if current:
            within = living(self._collection, self._served.serving.epoch)
        else:
            within = {"filter": [{"term": {"collection": self._collection}}]}
        within["filter"].append(condition)
        hits = await self._search({"query": {"bool": within}, "size": _MOST_FOUND, "track_total_hits": False})
        found: dict[VersionId, _Held] = {}
        for hit in hits:
            held = self._held(hit)
            # a version that came back stands there twice
            if held.current or held.version not in found:
                found[held.version] = held
        return list(found.values())

    def _held(self, hit: Json) -> _Held:
        source, serving = hit["_source"], self._served.serving
        died = source.get("died")
        current = source["born"] <= serving.epoch and (died is None or died > serving.epoch)
        text = text_from(source["shown"], handle=source["release"], apart=self._served.apart)
        return _Held(text, current)

    async def _search(self, body: dict[str, Any]) -> list[Json]:
        """The hits of a search, when none is missing.

        Raises:
            ClusterUnavailable: no node gave a whole answer in time.
        """
        deadline = Deadline.within(self._client.params.question_timeout_s)
        path = f"/{self._served.serving.indices.texts}/_search?allow_partial_search_results=false"
        body = body | {"_source": ["shown", "release", "born", "died"]}
        return await self._client.ask_whole(path, body, deadline=deadline, read=whole)


def _age(title: TitledRelease) -> int:
    """Less for newer ones."""
    return -title.published.toordinal() if title.published else _UNDATED


def _passage(text: StoredText, key: PassageKey) -> StoredPassage:
    return next(passage for passage in text.whole.passages if passage.key == key)


def _lead(text: StoredText) -> StoredPassage | None:
    return next((passage for passage in text.whole.passages if passage.id == text.lead), None)


def _in_paragraph(text: StoredText, passage: StoredPassage) -> PassageContext:
    beside = [other for other in text.whole.passages if other.paragraph == passage.paragraph]
    start, end = min(other.start for other in beside), max(other.end for other in beside)
    whole_text = text.whole.text
    return PassageContext(passage, whole_text[start : passage.start], whole_text[passage.end : end])
