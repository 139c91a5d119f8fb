"""A version as the cluster keeps it to be shown: what a process shows of releases that are not in its own database.

In: a version as the store holds it. Out: the fields of a document; and back again.
"""

from __future__ import annotations

import json
from typing import Any

from index.cluster.kept.squeezing import squeezed, unsqueezed
from index.query import ReleaseSummary, StoredPassage, WholeRelease
from index.release import PassageId, PassageKey, ReleaseKey, VersionId
from index.store.rows import day_from
from index.store.texts import StoredText


def text_fields(text: StoredText) -> dict[str, Any]:
    """What the version is found by, and all of it in one string."""
    passages = text.whole.passages
    return {
        "release": text.handle,
        "rows": [passage.id for passage in passages],
        "keys": [passage.key for passage in passages],
        "shown": squeezed(json.dumps(_written(text), ensure_ascii=False).encode()),
    }


def text_from(shown: str, *, handle: str, apart: int) -> StoredText:
    """The version that a string was made of, its rows moved by ``apart``."""
    fields = json.loads(unsqueezed(shown))
    release = ReleaseSummary(
        ReleaseKey(fields["key"]),
        VersionId(fields["version"] + apart),
        fields["title"],
        day_from(fields["published"]),
        fields["url"],
    )
    text, lead = fields["text"], fields["lead"]
    passages = [_passage(values, release, text, apart) for values in fields["passages"]]
    whole = WholeRelease(release, fields["speaker"], text, passages, current=True)
    return StoredText(whole, handle, None if lead is None else lead + apart)


def _written(text: StoredText) -> dict[str, Any]:
    whole, release = text.whole, text.whole.release
    return {
        "key": release.key,
        "version": release.version,
        "title": release.title,
        "published": release.published.isoformat() if release.published else None,
        "url": release.url,
        "speaker": whole.speaker,
        "text": whole.text,
        "lead": text.lead,
        "passages": [
            (
                passage.id,
                passage.key,
                passage.paragraph,
                passage.sentence,
                passage.start,
                passage.end,
                passage.speaker,
            )
            for passage in whole.passages
        ],
    }


def _passage(values: Any, release: ReleaseSummary, text: str, apart: int) -> StoredPassage:
    id_, key, paragraph, sentence, start, end, speaker = values
    return StoredPassage(
        PassageId(id_ + apart),
        PassageKey(key),
        release,
        paragraph,
        sentence,
        start,
        end,
        text[start:end],
        speaker,
    )
