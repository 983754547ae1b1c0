"""What is kept between requests: found once while many ask, bounded, and never one reader's answer for another."""

import threading
from collections import Counter
from time import sleep

import pytest

from attain_web.figures.kept import Kept


def test_an_answer_is_found_once_while_many_ask() -> None:
    kept, found = Kept[str, str](4), Counter[str]()

    def find(key: str) -> str:
        found[key] += 1
        sleep(0.02)
        return key.upper()

    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda key=key: answers.append(kept.found(key, lambda: find(key))))
        for key in ("a", "b") * 20
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert Counter(answers) == {"A": 20, "B": 20}
    assert found == {"a": 1, "b": 1}


def test_answers_are_right_while_others_are_forgotten() -> None:
    kept = Kept[int, int](2)
    wrong: list[int] = []

    def ask(first: int) -> None:
        for number in range(400):
            key = (first + number) % 7
            if kept.found(key, lambda key=key: key * key) != key * key:
                wrong.append(key)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert wrong == []


def test_what_cannot_be_found_is_asked_again() -> None:
    kept = Kept[str, int](1)

    def fails() -> int:
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        kept.found("a", fails)
    assert kept.found("a", lambda: 1) == 1
    kept.forget()
    assert kept.found("a", lambda: 2) == 2
