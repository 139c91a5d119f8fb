"""A process whose database holds no ``public`` shows the one of the cluster, as the process shows it that owns it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.answering import Answering, cluster_params, open_answering
from bot.asking.desk import Desk
from bot.asking.lookup import LookupFailure
from bot.asking.scope import PUBLIC_SCOPE, Scope
from bot.render.json import answer_json
from config.settings import Settings, load_settings
from index.cluster.kept.texts import text_from
from index.cluster.wire.client import Client, Deadline
from index.editing import REMOVED_KEPT_DAYS
from index.editor import Editor
from index.errors import ClusterUnavailable
from index.query import PUBLIC
from index.release import PassageKey
from index.store.database import Database
from index.store.generations import Generations
from index.store.titles import titles_of
from tests.opensearch.cluster import Cluster, free_port
from tests.opensearch.configured import write_config
from tests.opensearch.corpus import OWN, changed, index_records, sample_records
from tests.opensearch.test_bot import NOW, QUESTIONS, clustered, run_in_thread

BOTH = Scope(frozenset({PUBLIC, OWN}))
MISTYPED = ("what did Stoltenbreg say about Chnia?", "fundng for firefigthers")


async def _answers(desk: Desk, scope: Scope) -> object:
    asked = [*QUESTIONS, *MISTYPED]
    answers = [await desk.answer(question, scope=scope, now=NOW) for question in asked]
    return [answer_json(answer, explain=True) for answer in answers]


async def _topics(desk: Desk, scope: Scope) -> object:
    pages = []
    for topic in desk.suggest_topics("", scope=scope):
        for offset in (0, 5):
            page = await desk.on_topic(topic, scope=scope, offset=offset)
            assert not isinstance(page, LookupFailure)
            pages.append((topic, shown(page.citations), page.part))
    return pages


async def _speakers(desk: Desk, scope: Scope) -> object:
    pages = []
    for speaker in desk.suggest_speakers("", scope=scope):
        page = await desk.by_speaker(speaker, scope=scope)
        assert not isinstance(page, LookupFailure)
        pages.append((speaker, shown(page.citations), page.part))
    return pages


async def _releases(desk: Desk, scope: Scope) -> object:
    pages = [await desk.latest(scope=scope, offset=offset) for offset in (0, 10, 500)]
    pages.append(await desk.on_dates("January 2024", scope=scope, now=NOW))  # type: ignore[arg-type]
    return [
        (
            [(release.key, release.title, release.published, release.url) for release in page.page.releases],
            [lead and (lead.key, lead.quote) for lead in page.page.leads],
            page.part,
        )
        for page in pages
    ]


async def _wholes(desk: Desk, scope: Scope) -> object:
    found = []
    for title in desk.suggest_titles("", scope=scope, limit=5):
        release = await desk.release(title.handle, scope=scope)
        assert not isinstance(release, LookupFailure)
        found.append((title.title, release.whole.text, release.voices, release.whole.current))
    return found


async def _names(desk: Desk, scope: Scope) -> object:
    held = await desk.holdings(scope=scope)
    return (
        [(title.handle, title.title) for title in desk.suggest_titles("fund", scope=scope)],
        desk.suggest_speakers("bi", scope=scope),
        desk.suggest_dates("", scope=scope, now=NOW),
        # two databases were not indexed in the same second
        replace(held, updated=None, indexed_since=None),
    )


async def _contexts(desk: Desk, scope: Scope) -> object:
    leads = (await desk.latest(scope=scope)).page.leads
    contexts = [await desk.context(lead.key, scope=scope) for lead in leads if lead]
    return [(context.before, context.after, context.standing) for context in contexts if context]


def shown(citations: object) -> list[tuple[str, str, list[str], object]]:
    """What people see of citations, and not the rows that they were read from."""
    return [
        (one.passage.key, one.passage.quote, [repeat.key for repeat in one.repeats], one.highlights)
        for one in citations  # type: ignore[attr-defined]
    ]


WAYS: list[Callable[[Desk, Scope], Awaitable[object]]] = [
    _answers,
    _topics,
    _speakers,
    _releases,
    _wholes,
    _names,
    _contexts,
]


@dataclass(frozen=True)
class Owned:
    """A database that owns ``public``, and what it takes to push it."""

    settings: Settings
    config: Path

    async def push(self, *options: str) -> None:
        """Bring its newest generation to the cluster."""
        await run_in_thread(self.config, "push", *options)

    def follower(self, folder: Path) -> Settings:
        """The settings of another process over the same cluster, with a database of its own."""
        return self.settings.model_copy(update={"database": folder / "follower.db"})

    def without_cluster(self, database: Path) -> Settings:
        """The settings of a process that searches a database by itself."""
        return self.settings.model_copy(update={"database": database, "engine": "embedded"})


@pytest.fixture
def owned(cluster: Cluster, prefix: str, tmp_path: Path) -> Owned:
    """An owner of nothing yet."""
    config = write_config(
        tmp_path / "communique.toml", tmp_path / "owner.db", cluster.addresses, cluster_prefix=f"t{prefix}"
    )
    return Owned(load_settings(config), config)


async def _first_sentences(answering: Answering, *, count: int) -> list[PassageKey]:
    """The first sentence of so many releases."""
    leads = []
    for offset in range(0, count, 10):
        listing = await answering.desk.latest(scope=PUBLIC_SCOPE, offset=offset)
        leads += [lead.key for lead in listing.page.leads if lead]
    return leads


async def _standings(answering: Answering, keys: list[PassageKey]) -> list[tuple[str, str | None]]:
    """Whether sentences still stand in their releases, and what stands in their place."""
    contexts = [await answering.desk.context(key, scope=PUBLIC_SCOPE) for key in keys]
    return [(context.standing, context.now) for context in contexts if context]


async def _kept(answering: Answering, keys: list[PassageKey]) -> list[PassageKey]:
    """Those of the sentences that can still be shown."""
    return [key for key in keys if await answering.desk.context(key, scope=PUBLIC_SCOPE)]


async def _versions_of(owned: Owned, title: str) -> list[str]:
    """The documents of any index that are of a release of this title."""
    async with Client.open(cluster_params(owned.settings)) as client:
        path = f"/{owned.settings.cluster_prefix}-*-texts/_search?size=1000"
        reply = await client.ask("POST", path, deadline=Deadline.within(10))
        found = []
        for hit in reply["hits"]["hits"]:
            text = text_from(hit["_source"]["shown"], handle=hit["_source"]["release"], apart=0)
            found += [hit["_id"]] if text.whole.release.title == title else []
        return found


async def test_everything_is_shown_alike_by_owner_and_follower(
    cluster: Cluster, prefix: str, sample_database: Path, tmp_path: Path
) -> None:
    config = clustered(tmp_path, sample_database, cluster.addresses, prefix)
    owned = Owned(load_settings(config), config)
    await owned.push()
    async with (
        open_answering(owned.settings) as owner,
        open_answering(owned.follower(tmp_path)) as follower,
    ):
        assert follower.desk.collections() == [PUBLIC]
        for way in WAYS:
            assert await way(follower.desk, PUBLIC_SCOPE) == await way(owner.desk, PUBLIC_SCOPE), way.__name__
        assert await follower.desk.holdings(scope=PUBLIC_SCOPE) == await owner.desk.holdings(
            scope=PUBLIC_SCOPE
        )
        for word in ("committee", "funding", "zzyzx"):
            held, wanted = (
                one.searcher.snapshot.commonness(word, collections=frozenset({PUBLIC}))
                for one in (follower, owner)
            )
            assert held == wanted


async def test_a_collection_of_its_own_beside_it_is_as_if_both_stood_in_one_database(
    owned: Owned, tmp_path: Path
) -> None:
    records, own = sample_records(60), sample_records(25, skipped=60)
    together = tmp_path / "together.db"
    await index_records(together, records)
    await index_records(together, own, collection=OWN)
    await index_records(owned.settings.database, records)
    await owned.push()
    follower = owned.follower(tmp_path)
    await index_records(follower.database, own, collection=OWN)
    async with (
        open_answering(owned.without_cluster(together)) as one,
        open_answering(follower) as other,
    ):
        for scope in (BOTH, Scope(frozenset({OWN})), PUBLIC_SCOPE):
            for way in WAYS:
                assert await way(other.desk, scope) == await way(one.desk, scope), (way.__name__, scope)


@pytest.mark.parametrize("count", [1, 3])
async def test_the_smallest_collections_are_answered_alike(owned: Owned, tmp_path: Path, count: int) -> None:
    # words stand in half of all passages there, and nothing that the cluster proposes can be proven
    await index_records(owned.settings.database, sample_records(count))
    await owned.push()
    async with (
        open_answering(owned.without_cluster(owned.settings.database)) as one,
        open_answering(owned.follower(tmp_path)) as other,
    ):
        for way in WAYS:
            assert await way(other.desk, PUBLIC_SCOPE) == await way(one.desk, PUBLIC_SCOPE), way.__name__


async def test_a_follower_sees_what_changes_and_what_stood_there_before(owned: Owned, tmp_path: Path) -> None:
    before = sample_records(40)
    await index_records(owned.settings.database, before)
    await owned.push()
    async with open_answering(owned.follower(tmp_path)) as follower:
        quoted = await _first_sentences(follower, count=40)
        await index_records(owned.settings.database, changed(before))
        await owned.push()
        assert await follower.searcher.refresh()
        async with open_answering(owned.without_cluster(owned.settings.database)) as owner:
            for way in WAYS:
                assert await way(follower.desk, PUBLIC_SCOPE) == await way(owner.desk, PUBLIC_SCOPE), (
                    way.__name__
                )
            assert await _standings(follower, quoted) == await _standings(owner, quoted)
            assert {"current", "withdrawn"} <= {standing for standing, _ in await _standings(owner, quoted)}
        # a new build shows what stood there before as well
        await index_records(owned.settings.database, before[:10])
        await owned.push()
        assert await follower.searcher.refresh()
        async with open_answering(owned.without_cluster(owned.settings.database)) as owner:
            assert await _standings(follower, quoted) == await _standings(owner, quoted)
        await owned.push("--roll-back")
        assert await follower.searcher.refresh()
        assert (await follower.desk.holdings(scope=PUBLIC_SCOPE)).releases == 42


async def test_what_is_erased_is_nowhere_in_the_cluster(owned: Owned, tmp_path: Path) -> None:
    records = sample_records(12)
    await index_records(owned.settings.database, records)
    await owned.push()
    async with open_answering(owned.follower(tmp_path)) as follower:
        quoted = await _first_sentences(follower, count=12)
        async with Database.open(owned.settings.database) as database:
            now = datetime.now(UTC)
            editor = Editor(database, clock=lambda: now)
            gone = (await titles_of(database, PUBLIC, (await Generations(database).newest())[PUBLIC]))[0]
            await editor.remove(PUBLIC, gone.handle)
            await owned.push()
            assert await _versions_of(owned, gone.title)
            later = now + timedelta(days=REMOVED_KEPT_DAYS + 1)
            assert await editor.erase_removed(later) == 1
        await follower.searcher.refresh()
        assert len(await _kept(follower, quoted)) == 12

        await owned.push()

        await follower.searcher.refresh()
        assert len(await _kept(follower, quoted)) == 11
        assert await _versions_of(owned, gone.title) == []


async def test_until_the_cluster_has_answered_nothing_is_said_to_be_missing(
    tmp_path: Path,
) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    config = write_config(tmp_path / "communique.toml", tmp_path / "own.db", [nobody], question_timeout_s=0.3)
    async with open_answering(load_settings(config)) as answering:
        for asking in (
            answering.desk.answer(QUESTIONS[0], scope=PUBLIC_SCOPE, now=NOW),
            answering.desk.holdings(scope=PUBLIC_SCOPE),
            answering.desk.latest(scope=PUBLIC_SCOPE),
            answering.desk.on_topic("China", scope=PUBLIC_SCOPE),
        ):
            with pytest.raises(ClusterUnavailable):
                await asking
