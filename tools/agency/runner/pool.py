"""Jobs of tests, a few at a time: as many as the machine has cores, the longest first, so that they end together."""

import json
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from tools.agency import config
from tools.agency.console import SetupError, say

from .outcome import Outcome, failure

# Seconds of each file of tests: those of the last run here, else those that the repository brings.
KNOWN = config.ROOT / "tests" / "times.json"
LAST = config.LOGS / "test-times.json"
UNKNOWN = 10.0
# A job is worth its database and its server (some seconds), and short enough for the last ones to end together.
JOB = 120.0


@dataclass
class Job:
    """Tests that run together, in a process of their own."""

    name: str
    run: Callable[[], Outcome]
    seconds: float = UNKNOWN
    # What the others need: it is begun before them.
    first: bool = False
    # It kills servers, fills disks: beside other tests, not beside another like it.
    one_at_a_time: bool = False


def known_seconds() -> dict[str, float]:
    times: dict[str, float] = {}
    for file in (KNOWN, LAST):
        if file.exists():
            times.update(json.loads(file.read_text()))
    return times


def keep_seconds(seconds: dict[str, float]) -> None:
    """Remember what this run took; to bring it to others, copy the file over tests/times.json."""
    times = {**known_seconds(), **{name: round(value, 1) for name, value in seconds.items()}}
    LAST.parent.mkdir(parents=True, exist_ok=True)
    LAST.write_text(json.dumps(dict(sorted(times.items())), indent=1) + "\n")


def share_out(files: Iterable[str], most: int | None = None) -> list[tuple[list[str], float]]:
    """Share files out in groups of about JOB seconds, `most` of them at most; each with its seconds."""
    times = known_seconds()
    ordered = sorted(files, key=lambda file: times.get(file, UNKNOWN), reverse=True)
    total = sum(times.get(file, UNKNOWN) for file in ordered)
    count = min(max(1, round(total / JOB)), len(ordered), most or len(ordered))
    groups: list[list[str]] = [[] for _n in range(count)]
    sums = [0.0] * count
    for file in ordered:
        lightest = sums.index(min(sums))
        groups[lightest].append(file)
        sums[lightest] += times.get(file, UNKNOWN)
    return list(zip(groups, sums, strict=True))


def run(jobs: list[Job]) -> Outcome:
    """Run them all, saying what each came to."""
    total = Outcome()
    queue = _Queue(jobs)
    with ThreadPoolExecutor(max_workers=config.JOBS) as pool:
        running = [pool.submit(queue.run_next) for _job in jobs]
        try:
            for number, future in enumerate(as_completed(running), 1):
                job, outcome, seconds = future.result()
                total += outcome
                say(f"[{number}/{len(jobs)}] {job.name}: {outcome} in {seconds:.0f} s")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return total


class _Queue:
    """Jobs that wait, the longest first; of those that run one at a time, the next when the one before has ended."""

    def __init__(self, jobs: list[Job]) -> None:
        self.waiting = sorted(jobs, key=lambda job: (not job.first, -job.seconds))
        self.condition = threading.Condition()
        self.is_one_running = False

    def run_next(self) -> tuple[Job, Outcome, float]:
        with self.condition:
            while not (job := self._find()):
                self.condition.wait()
            self.waiting.remove(job)
            self.is_one_running |= job.one_at_a_time
        try:
            return _run(job)
        finally:
            with self.condition:
                if job.one_at_a_time:
                    self.is_one_running = False
                self.condition.notify_all()

    def _find(self) -> Job | None:
        """Return the next job: those that wait for each other come first, as the others fill the time beside them."""
        free = [job for job in self.waiting if not (job.one_at_a_time and self.is_one_running)]
        return min(free, key=lambda job: (not job.first, not job.one_at_a_time), default=None)


def _run(job: Job) -> tuple[Job, Outcome, float]:
    start = time.monotonic()
    try:
        outcome = job.run()
    except SetupError as error:
        outcome = failure(f"{job.name}: {error}")
    return job, outcome, time.monotonic() - start
