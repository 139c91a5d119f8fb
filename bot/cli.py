"""The command line: index, ask, chat, about, play, run; look-ups and the operator's commands stand in modules of their own.

The same answers as on Discord. Exit codes: 0 answered or no answer, 1 some files failed, 2 an error.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.answering import speakers
from bot.asking.scope import PUBLIC_SCOPE
from bot.cluster.standing import cluster_lines
from bot.errors import TokenMissing
from bot.lazy import LazyGroup
from bot.options import Clock, database_option, json_option, shards_given, today_option
from bot.render.json import answer_json, report_json
from bot.render.text import answer_text, report_text
from bot.render.wording import held
from bot.terminal import chosen_settings, dumps, errors_reported, lines_of, opened_desk, terminal_width
from config.shards import Shards
from index.engine.candidates import first_stage_name

SAMPLES = Path(__file__).resolve().parent.parent / "index" / "samples"

_PRESENT = "."
"""Stands for the database that the settings name: a folder cannot be meant."""


_ELSEWHERE = {
    "bot.looking_up": ("date", "latest", "topic", "speaker"),
    "bot.commands.releases": ("release",),
    "bot.commands.collections": ("collection", "reindex", "history", "rollback", "audit"),
    "bot.commands.backup": ("backup", "restore"),
    "bot.commands.push": ("push",),
    "bot.commands.servers": ("servers",),
}


@click.group(
    cls=LazyGroup,
    elsewhere={name: module for module, names in _ELSEWHERE.items() for name in names},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--config", type=click.Path(path_type=Path), help="Your settings (default: ./communique.toml).")
@click.version_option(package_name="communique-bot", prog_name="communique")
@click.pass_context
def commands(context: click.Context, config: Path | None) -> None:
    """Answers about official releases, in the releases' own words."""
    context.obj = config
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")


@commands.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--samples", is_flag=True, help="Index the sample releases that ship with the program.")
@click.option("--title", help="The title, for one file that holds none.")
@click.option("--date", "date_", help="The publication date, for one file that holds none.")
@click.option("--url", help="The address, for one file that holds none.")
@click.option("--full", is_flag=True, help="Split and attribute anew what did not change, uploads as well.")
@click.option("--force", is_flag=True, help="Publish it even if most releases would be removed.")
@database_option
@json_option
@click.pass_obj
def index(  # noqa: PLR0913, PLR0917  # each option of a command is an argument
    config: Path | None,
    paths: tuple[Path, ...],
    samples: bool,
    title: str | None,
    date_: str | None,
    url: str | None,
    full: bool,
    force: bool,
    db: Path | None,
    as_json: bool,
) -> None:
    """Read releases: files and folders of .txt, .md, .jsonl and .jsonl.gz.

    Indexing the same files again changes nothing; what changed becomes a new version; what vanished from an
    indexed folder is removed.
    """
    # here: what reads files costs time that asking need not spend
    from bot.cluster.pushing import index_and_bring
    from bot.progress import progress_bar
    from index.intake.raw import Facts
    from index.job import IndexJob

    given = Facts(title=title, date=date_, url=url)
    if not paths and not samples:
        raise click.UsageError("Name a file or a folder of releases, or use --samples.")
    if given != Facts() and (len(paths) != 1 or samples or paths[0].is_dir()):
        raise click.UsageError("--title, --date and --url describe one file: name just that file.")
    with errors_reported(as_json):
        settings = chosen_settings(config, db)
        everything = [*paths, *([SAMPLES] if samples else [])]
        job = IndexJob(
            settings.database,
            everything,
            given=given,
            release_max_bytes=settings.release_max_bytes,
            speakers=speakers(settings),
            full=full,
            force=force,
        )
        with progress_bar(shown=sys.stderr.isatty() and not as_json) as progress:
            report = asyncio.run(index_and_bring(settings, job, progress))
        click.echo(dumps(report_json(report)) if as_json else report_text(report, width=terminal_width()))
        sys.exit(1 if report.failed else 0)


@commands.command()
@click.argument("question", nargs=-1)
@click.option("--limit", type=click.IntRange(1, 10), help="Passages at most (default: the setting).")
@click.option("--explain", is_flag=True, help="Show what each score is made of.")
@click.option(
    "--any-date", is_flag=True, help="Search releases of all days, whatever days the question names."
)
@database_option
@json_option
@today_option
@click.pass_obj
def ask(
    config: Path | None,
    question: tuple[str, ...],
    limit: int | None,
    explain: bool,
    any_date: bool,
    db: Path | None,
    as_json: bool,
    today: datetime | None,
) -> None:
    """Answer a question; “-” reads one question a line from standard input."""
    clock = Clock(today.date() if today else None)
    questions = lines_of(sys.stdin) if question == ("-",) else iter([" ".join(question)])

    async def answer_all() -> None:
        async with opened_desk(config, db) as desk:
            for text in questions:
                result = await desk.answer(
                    text, scope=PUBLIC_SCOPE, now=clock.now(), limit=limit, any_date=any_date
                )
                if as_json:
                    click.echo(dumps(answer_json(result, explain=explain)))
                else:
                    click.echo(answer_text(result, width=terminal_width(), now=clock.now(), explain=explain))

    with errors_reported(as_json, question=" ".join(question)):
        asyncio.run(answer_all())


@commands.command()
@database_option
@click.pass_obj
def about(config: Path | None, db: Path | None) -> None:
    """Say what is indexed, since when and how fresh, how this machine searches, and how a search cluster stands."""

    async def tell() -> None:
        async with opened_desk(config, db) as desk:
            holdings = await desk.holdings(scope=PUBLIC_SCOPE)
            click.echo(f"Indexed: {held(holdings, now=datetime.now(UTC))}; {holdings.passages:,} passages.")
            click.echo(f"Search: {first_stage_name()}.")
        for line in await cluster_lines(chosen_settings(config, db)):
            click.echo(line)

    with errors_reported(as_json=False):
        asyncio.run(tell())


@commands.command()
@database_option
@today_option
@click.pass_obj
def chat(config: Path | None, db: Path | None, today: datetime | None) -> None:
    """Ask in a loop."""
    from bot.chat import chat_loop

    clock = Clock(today.date() if today else None)
    with errors_reported(as_json=False), asyncio.Runner() as runner:
        chat_loop(runner, opened_desk(config, db, catalogued=True), now=clock.now, width=terminal_width)


@commands.command()
@click.option("--releases", type=click.Path(path_type=Path, exists=True), help="Releases (default: samples).")
@click.option(
    "--db",
    type=click.Path(path_type=Path),
    is_flag=False,
    flag_value=_PRESENT,
    help="A copy of this database; --db alone: of the present one.",
)
@click.option("--port", type=click.IntRange(0, 65_534), default=0, help="Port of the page (default: any).")
@click.pass_obj
def play(config: Path | None, releases: Path | None, db: Path | None, port: int) -> None:
    """Try the bot in a page that looks like Discord; nothing leaves this machine."""
    with errors_reported(as_json=False):
        if releases is not None and db is not None:
            raise click.UsageError("Name either --releases or --db.")
        from bot.play.extra import require_extra

        require_extra()
        # what discord.py misses, voice and the like, nobody misses here
        logging.getLogger("discord").setLevel(logging.ERROR)
        # here: the page and the client behind it cost time, and the page is an extra
        from bot.play.home import Stock
        from bot.play.pages import run_play
        from bot.progress import progress_bar

        settings = chosen_settings(config, None)
        database = settings.database if db == Path(_PRESENT) else db
        stock = Stock(releases or SAMPLES, database)
        with progress_bar(shown=sys.stderr.isatty() and database is None) as progress:
            run_play(settings, stock, port=port, tell=click.echo, progress=progress)


@commands.command()
@click.option("--shards", callback=shards_given, help="Take only these shards, of so many: 0-3/16, 5/16.")
@database_option
@click.pass_obj
def run(config: Path | None, shards: Shards | None, db: Path | None) -> None:
    """Connect to Discord and answer there."""
    with errors_reported(as_json=False):
        settings = chosen_settings(config, db)
        if shards is not None:
            settings = settings.model_copy(update={"shard_ids": shards.listed, "shard_count": shards.count})
        if settings.discord_token is None:
            raise TokenMissing
        # discord takes a third of a second to import: the terminal does without
        from bot.client import run_bot
        from bot.logs import configure_logging

        configure_logging(settings.log_level, settings.log_format, sys.stderr)
        asyncio.run(run_bot(settings))
