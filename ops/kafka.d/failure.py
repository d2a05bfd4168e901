"""Saying what goes on, and why it does not; and being told to end."""
import contextlib
import signal
import sys
from typing import Iterator

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Failure(Exception):
    """What was asked for can't be done; the text names the reason and, where there is one, the way out."""


def say(text: str) -> None:
    print(f"ops/kafka: {text}", file=sys.stderr, flush=True)


def fail_when_told_to_end() -> None:
    def told(number: int, _) -> None:
        raise Failure(f"interrupted by {signal.Signals(number).name}")

    for number in ENDING:
        signal.signal(number, told)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """What is done here is done whole: who tells us to end meanwhile is heard afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
