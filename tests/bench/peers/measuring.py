"""Measures every engine over one size.

In: passages as files, questions. Out: figures. Engines build one after another; then all are open, each in its own process, and every
question goes to each in turn, only one working at a time. Then each is asked alone, and changed.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.bench.peers.drawing import KINDS, Drawn, Question
from tests.bench.peers.engine import Found
from tests.bench.peers.figures import Figures, Latency
from tests.bench.peers.judging import Judge, agrees, largest_difference
from tests.bench.peers.process import Asked, Unable, Worker, WorkerFailed
from tests.bench.peers.registry import RANK_BM25, Peer
from tests.bench.timing import Timing

PASSES = 3
SLOW_S, TRIED = 0.005, 20
"""An engine that took longer, at the median of so many questions, is asked once from then on: it would take the run's time for itself."""

THREADS = 2
BEST, MANY = 10, 200
"""How many passages are wanted: for the comparison, and (of ours only) as many as evidence looks at."""

Command = Callable[[Peer], list[str]]


@dataclass(eq=False)
class Running:
    """An engine while it is measured."""

    peer: Peer
    worker: Worker
    figures: Figures
    seconds: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    agreed: dict[str, list[bool]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    @property
    def is_slow(self) -> bool:
        """Whether a question is asked once."""
        taken = [second for seconds in self.seconds.values() for second in seconds]
        return len(taken) >= TRIED and statistics.median(taken) > SLOW_S


@dataclass(frozen=True, slots=True)
class Turn:
    """A visit to an engine."""

    running: Running
    k: int


class Measuring:
    """The engines over one size; ``say`` tells how far it is."""

    def __init__(self, drawn: Drawn, folder: Path, command: Command, say: Callable[[str], None]) -> None:
        self._drawn, self._folder = drawn, folder
        self._command, self._say = command, say
        self._built: dict[str, Figures] = {}
        self._done: dict[str, Figures] = {}
        self.largest_difference: float | None = None

    def figures(self, peers: Sequence[Peer]) -> list[Figures]:
        """What each of them did, in their order."""
        with ExitStack() as workers:
            running = [one for peer in peers if (one := self._start(peer, workers))]
            questions = self._written_questions()
            # what compiles while it runs has then done so
            running = [
                one for one in running if self._did(one, lambda it: it.worker.search_all(questions, BEST, 1))
            ]
            self._ask_in_turn(running, Judge.over(self._folder / "ours"))
            for one in running:
                self._say(f"{one.peer.name}: alone")
                self._did(one, lambda it: self._ask_alone(it, questions))
        return [self._done[peer.name] for peer in peers]

    def _did(self, one: Running, work: Callable[[Running], object]) -> bool:
        """Whether the engine did it; one that failed is left out from then on."""
        if one.peer.name in self._done:
            return False
        try:
            work(one)
        except WorkerFailed as error:
            self._leave_out(one.peer, error)
            return False
        return True

    def _leave_out(self, peer: Peer, error: Exception) -> None:
        self._say(f"{peer.name} is left out: {error}")
        self._done[peer.name] = Figures(peer.name, note=peer.note, skipped=str(error))

    def _written_questions(self) -> Path:
        path = self._folder / "questions.txt"
        lines = [" ".join(question.terms) + "\n" for question in self._drawn.questions]
        path.write_text("".join(lines), encoding="ascii")
        return path

    def _start(self, peer: Peer, workers: ExitStack) -> Running | None:
        self._say(f"{peer.name}: building and opening")
        try:
            return self._started(peer, workers)
        except (WorkerFailed, OSError) as error:
            self._leave_out(peer, error)
            return None

    def _started(self, peer: Peer, workers: ExitStack) -> Running:
        """Built, if no other variant has been, and opened in a new process."""
        folder = self._folder / peer.index
        log = self._folder / f"{peer.name}.log"
        worker = Worker(self._command(peer), log)
        try:
            figures = Figures(peer.name, version=worker.version(), note=peer.note)
            if peer.index not in self._built:
                self._built[peer.index] = self._build(peer, worker, folder)
            built = self._built[peer.index]
            figures = replace(figures, build_s=built.build_s, build_mb=built.build_mb, disk_mb=built.disk_mb)
            if peer.keeps:
                worker.close()
                worker = Worker(self._command(peer), log)
                worker.version()
                figures = replace(figures, open_ms=1e3 * (worker.open(folder) + self._first(worker)))
        except BaseException:
            worker.close()
            raise
        workers.callback(worker.close)
        return Running(peer, worker, figures)

    def _build(self, peer: Peer, worker: Worker, folder: Path) -> Figures:
        folder.mkdir()
        seconds = worker.build(self._drawn.corpus, folder)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        return Figures(
            peer.name, build_s=seconds, build_mb=worker.peak_mb, disk_mb=size / 1e6 if peer.keeps else None
        )

    def _first(self, worker: Worker) -> float:
        return worker.ask(self._drawn.questions[0].terms, BEST).seconds

    def _ask_in_turn(self, running: list[Running], judge: Judge) -> None:
        turns = [Turn(one, BEST) for one in running] + [Turn(one, MANY) for one in running if one.peer.ours]
        before = self._drawn.questions[-1]
        for number, question in enumerate(self._drawn.questions):
            if number % 100 == 0:
                self._say(f"question {number:,} of {len(self._drawn.questions):,}")
            start = number % len(turns)
            rotated = turns[start:] + turns[:start]
            wanted = {turn: 1 if turn.running.is_slow else PASSES for turn in rotated}
            passes = [
                self._pass([turn for turn in rotated if wanted[turn] > done], question, before)
                for done in range(PASSES)
            ]
            best = judge.best(question.terms, BEST)
            for turn in turns:
                times = [asked[turn] for asked in passes if turn in asked]
                if len(times) == wanted[turn]:
                    self._take(turn, question, times)
                    if turn.k == BEST:
                        self._judge(turn.running, question, judge, best, times[0].found)
            before = question

    def _pass(self, turns: Sequence[Turn], question: Question, before: Question) -> dict[Turn, Asked]:
        asked: dict[Turn, Asked] = {}
        for turn in turns:
            if turn.running.peer.name not in self._done:
                try:
                    asked[turn] = _asked(turn, question, before)
                except WorkerFailed as error:
                    self._leave_out(turn.running.peer, error)
        return asked

    def _take(self, turn: Turn, question: Question, times: Sequence[Asked]) -> None:
        took = statistics.median(time.seconds for time in times)
        turn.running.seconds.setdefault((question.kind, turn.k), []).append(took)

    def _judge(self, one: Running, question: Question, judge: Judge, best: list[float], found: Found) -> None:
        one.agreed[question.kind].append(agrees(best, judge.scores(question.terms, found.numbers)))
        if one.peer.name == RANK_BM25:
            # the exact scores that all are judged by are rank-bm25's own
            apart = largest_difference(best, found.scores)
            self.largest_difference = max(self.largest_difference or 0.0, apart)

    def _ask_alone(self, one: Running, questions: Path) -> None:
        worker, count = one.worker, len(self._drawn.questions)
        figures = replace(one.figures, latencies=_latencies(one), answering_mb=worker.peak_mb)
        alone = Timing([worker.ask(question.terms, BEST).seconds for question in self._drawn.questions])
        worker.search_all(questions, BEST, THREADS)  # the first time may compile
        seconds = worker.search_all(questions, BEST, THREADS)
        self._done[one.peer.name] = self._changed(
            one,
            replace(
                figures,
                alone_p50=alone.percentile(0.5),
                alone_p99=alone.percentile(0.99),
                per_second=count / seconds,
            ),
        )

    def _changed(self, one: Running, figures: Figures) -> Figures:
        """With what adding and removing a release took, where the engine can."""
        try:
            added = one.worker.add(self._drawn.added, self._drawn.passages)
            removed = one.worker.remove(self._drawn.removed)
        except Unable:
            return figures
        except WorkerFailed as error:
            self._say(f"{one.peer.name} could not be changed: {error}")
            return figures
        return replace(figures, add_ms=1e3 * added, remove_ms=1e3 * removed)


def _asked(turn: Turn, question: Question, before: Question) -> Asked:
    """Ask after the question before, which is not timed: it wakes the process, as any question before would."""
    turn.running.worker.ask(before.terms, turn.k)
    return turn.running.worker.ask(question.terms, turn.k)


def _latencies(one: Running) -> list[Latency]:
    return [
        _latency(kind, k, Timing(seconds), one.agreed[kind] if k == BEST else None)
        for (kind, k), seconds in sorted(one.seconds.items())
    ]


def _latency(kind: str, k: int, timing: Timing, agreed: Sequence[bool] | None) -> Latency:
    p50, p95, p99 = (timing.percentile(share) for share in (0.5, 0.95, 0.99))
    return Latency(kind, k, p50, p95, p99, sum(agreed) / len(agreed) if agreed else None)
