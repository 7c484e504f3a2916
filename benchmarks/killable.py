"""A process that answers questions one at a time, and is killed and replaced when it is late or dies."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

START_SECONDS = 60.0  # for what a process imports


def serve(channel: Connection, prepare: Callable[[], Callable[[Any], Any]]) -> None:
    """The life of the process: `prepare` imports what is slow and gives the function that answers."""
    answer = prepare()
    channel.send(None)
    while True:
        try:
            question = channel.recv()
        except EOFError:
            return
        channel.send(answer(question))


class Killable:
    """`ask` gives the answer, or None where there is none in time."""

    def __init__(self, prepare: Callable[[], Callable[[Any], Any]]) -> None:
        self.prepare = prepare
        self.start()

    def start(self) -> None:
        context = get_context("spawn")
        self.channel, other = context.Pipe()
        self.process = context.Process(target=serve, args=(other, self.prepare), daemon=True)
        self.process.start()
        other.close()
        if not self.channel.poll(START_SECONDS):
            raise TimeoutError("a process that does not start")
        self.channel.recv()

    def ask(self, question: object, seconds: float) -> Any:
        try:
            self.channel.send(question)
            if self.channel.poll(seconds):
                return self.channel.recv()
        except (EOFError, OSError):
            pass  # it died
        self.stop()
        self.start()
        return None

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.channel.close()
