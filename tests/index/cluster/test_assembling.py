"""What is kept of versions in the cluster is enough to answer from them as from their own segment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from index.cluster.kept.packing import Packer, unpacked
from index.cluster.search.assembling import assembled, terms_of
from index.cluster.search.numbering import NumberedVersions, Numbering
from index.engine.statistics import LiveSegment
from index.snapshot import Corpus, SearchParams, found_in
from tests.asked import drawn_queries
from tests.index.test_snapshot import entries_of, segment_of


async def test_the_same_hits_as_from_the_versions_own_segment(sample_database: Path) -> None:
    part = segment_of(await entries_of(sample_database))
    packer, params = Packer(part.segment), SearchParams()
    numbering, columns = Numbering(), range(len(part.segment.version_ids))
    versions = [numbering.numbered(unpacked(packer.version(column).packed())) for column in columns]
    known = NumberedVersions.of(numbering, versions)
    whole = Corpus.over([part], params.bm25)

    for query in drawn_queries([part], 60, seed=3):
        segment = assembled(known, terms_of(query))
        small = replace(whole, parts=[LiveSegment(segment, np.ones(len(versions), np.bool_))])

        assert found_in(whole, query, params, limit=20) == found_in(small, query, params, limit=20), query


async def test_terms_of_each_passage_are_kept_in_their_order(sample_database: Path) -> None:
    part = segment_of((await entries_of(sample_database))[:1])

    version = unpacked(Packer(part.segment).version(0).packed())

    expected = [
        [part.segment.vocabulary[number] for number in part.segment.text(row)]
        for row in range(part.segment.passages)
    ]
    assert expected == version.passage_terms
