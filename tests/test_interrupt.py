"""Ctrl-C while work goes on: the first one asks, the second one insists."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from hwaryong.interrupt import Interrupt


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_the_first_asks_and_the_second_insists() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupt() as interrupt:
        assert not interrupt.asked
        press()
        assert interrupt.asked
        with pytest.raises(KeyboardInterrupt):
            press()
    assert signal.getsignal(signal.SIGINT) is before


def test_another_thread_leaves_the_signal_alone() -> None:
    before = signal.getsignal(signal.SIGINT)

    def enter() -> bool:
        with Interrupt() as interrupt:
            return signal.getsignal(signal.SIGINT) is before and not interrupt.asked

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(enter).result()
