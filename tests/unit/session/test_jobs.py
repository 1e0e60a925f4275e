"""Long work: its result arrives on the asking thread, its cancel stops it, its faults are told once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from palpate.base.errors import Cancelled, MediaUnreadable
from palpate.base.progress import Progress
from palpate.session.jobs import Job, Jobs, JobState


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


def ended(job: Job) -> None:
    """Wait for the thread alone; nothing is delivered by that."""
    assert job.thread is not None
    job.thread.join()


def test_a_result_is_handed_over_on_the_thread_that_delivers(jobs: Jobs) -> None:
    worked, given = [], []
    job = jobs.start(
        "Count",
        lambda progress: worked.append(threading.current_thread()) or 42,
        lambda result: given.append((result, threading.current_thread())),
    )
    ended(job)
    assert (given, job.state) == ([], JobState.RUNNING)
    jobs.deliver()
    assert given == [(42, threading.main_thread())]
    assert worked != [threading.main_thread()]
    assert (job.state, jobs.running) == (JobState.DONE, {})


def test_waiting_delivers(jobs: Jobs) -> None:
    given: list[int] = []
    jobs.wait(jobs.start("Count", lambda progress: 7, given.append))
    assert given == [7]


def test_progress_is_told_as_it_was_reported(jobs: Jobs) -> None:
    told: list[tuple[int, int, str, JobState]] = []
    jobs.changed.connect(lambda job: told.append((job.done, job.total, job.what, job.state)))

    def work(progress: Progress) -> None:
        for n in range(3):
            progress.step(n, 3, f"frame {n}")

    job = jobs.start("Look", work, lambda _: None)
    assert job.seconds_left is None
    jobs.wait(job)
    assert told == [
        (0, 3, "frame 0", JobState.RUNNING),
        (1, 3, "frame 1", JobState.RUNNING),
        (2, 3, "frame 2", JobState.RUNNING),
        (2, 3, "frame 2", JobState.DONE),
    ]
    assert job.seconds_left is not None
    assert job.seconds_left >= 0.0


def test_cancel_stops_the_work_at_its_next_step(jobs: Jobs) -> None:
    stepped, go = threading.Event(), threading.Event()
    given: list[object] = []

    def work(progress: Progress) -> None:
        progress.step(0, 2)
        stepped.set()
        go.wait()
        progress.step(1, 2)
        pytest.fail("it went on")

    job = jobs.start("Track", work, given.append)
    stepped.wait()
    job.token.cancel()
    go.set()
    jobs.wait(job)
    assert (job.state, job.error, given) == (JobState.CANCELLED, None, [])


def test_a_known_fault_is_given_to_who_asked(jobs: Jobs) -> None:
    told: list[BaseException] = []
    fault = MediaUnreadable("not a video", path="x.mp4")

    def work(progress: Progress) -> None:
        raise fault

    job = jobs.start("Open", work, lambda _: pytest.fail("there is no result"), told.append)
    ended(job)
    jobs.deliver()
    assert (told, job.state, job.error) == ([fault], JobState.FAILED, fault)


def test_a_known_fault_that_nobody_asked_about_surfaces_where_results_are_delivered(jobs: Jobs) -> None:
    def work(progress: Progress) -> None:
        raise MediaUnreadable("not a video")

    job = jobs.start("Open", work, lambda _: None)
    ended(job)
    with pytest.raises(MediaUnreadable):
        jobs.deliver()
    assert job.state is JobState.FAILED
    assert isinstance(job.error, MediaUnreadable)


def test_a_bug_surfaces_where_results_are_delivered(jobs: Jobs) -> None:
    def work(progress: Progress) -> None:
        raise ZeroDivisionError

    job = jobs.start("Divide", work, lambda _: None)
    ended(job)
    with pytest.raises(ZeroDivisionError):
        jobs.deliver()
    assert (job.state, jobs.running) == (JobState.FAILED, {})


def test_waiting_raises_what_stopped_the_job(jobs: Jobs) -> None:
    def work(progress: Progress) -> None:
        raise MediaUnreadable("not a video")

    with pytest.raises(MediaUnreadable):
        jobs.wait(jobs.start("Open", work, lambda _: None))


def test_a_result_that_cannot_be_taken_over_ends_the_job_as_failed(jobs: Jobs) -> None:
    def take(result: object) -> None:
        raise KeyError(result)

    job = jobs.start("Count", lambda progress: 1, take)
    with pytest.raises(KeyError):
        jobs.wait(job)
    assert (job.state, jobs.running) == (JobState.FAILED, {})


def test_jobs_run_side_by_side(jobs: Jobs) -> None:
    first_began, second_began = threading.Event(), threading.Event()

    def first(progress: Progress) -> str:
        first_began.set()
        assert second_began.wait(timeout=60)
        return "first"

    def second(progress: Progress) -> str:
        second_began.set()
        assert first_began.wait(timeout=60)
        return "second"

    given: list[str] = []
    started = [jobs.start(work.__name__, work, given.append) for work in (first, second)]
    assert set(jobs.running) == {1, 2}
    for job in started:
        jobs.wait(job)
    assert sorted(given) == ["first", "second"]


def test_closing_stops_what_runs_and_hands_nothing_over() -> None:
    jobs, began = Jobs(), threading.Event()
    stopped: list[BaseException] = []

    def work(progress: Progress) -> None:
        began.set()
        while True:
            try:
                progress.step(0, 0)
            except Cancelled as error:
                stopped.append(error)
                raise

    running = jobs.start("Track", work, lambda _: pytest.fail("nobody takes it"))
    done = jobs.start("Count", lambda progress: 1, lambda _: pytest.fail("nobody takes it"))
    began.wait()
    ended(done)
    jobs.close()
    assert len(stopped) == 1
    for job in (running, done):
        assert job.state is JobState.CANCELLED
        assert job.thread is not None
        assert not job.thread.is_alive()
    jobs.deliver()
    assert jobs.running == {}


def test_a_listener_hears_of_every_arrival_from_the_working_thread(jobs: Jobs) -> None:
    heard: list[threading.Thread] = []
    jobs.arrived.connect(lambda: heard.append(threading.current_thread()))
    job = jobs.start("Look", lambda progress: progress.step(0, 1), lambda _: None)
    jobs.wait(job)
    assert heard == [job.thread, job.thread]
