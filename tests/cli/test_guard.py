"""Whatever goes wrong inside, nobody sees a traceback; and other packages can add commands."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint

import pytest
import typer

from attain.cli import guard, main
from attain.cli.application import add_commands


@pytest.fixture
def application() -> typer.Typer:
    made = typer.Typer()
    made.callback()(lambda: None)
    return made


def _points(monkeypatch: pytest.MonkeyPatch, *values: str) -> None:
    points = [EntryPoint(f"extra{number}", value, "attain.commands") for number, value in enumerate(values)]
    monkeypatch.setattr(
        "attain.cli.application.entry_points", lambda group: points if group == "attain.commands" else []
    )


def ready() -> None:
    """Say that it is there."""
    typer.echo("ready")


nested = typer.Typer()
nested.command("ready")(ready)


def test_an_internal_error_is_a_short_message_and_status_70(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(**_: object) -> Iterator[None]:
        raise ZeroDivisionError("somewhere\ndeep")

    monkeypatch.setattr(guard, "app", broken)
    with pytest.raises(SystemExit) as ended:
        main(["check", "x"])
    assert ended.value.code == 70
    printed = capsys.readouterr().err
    assert "an error of its own" in printed
    assert "ZeroDivisionError somewhere\n" in printed
    assert "report it" in printed
    assert "Traceback" not in printed


def test_a_panic_of_the_engine_is_an_internal_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        pass

    def broken(**_: object) -> None:
        raise Panic

    monkeypatch.setattr(guard, "app", broken)
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 70


def test_an_interruption_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(guard, "app", interrupted)
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 130


def test_other_packages_add_commands(
    monkeypatch: pytest.MonkeyPatch, application: typer.Typer, capsys: pytest.CaptureFixture[str]
) -> None:
    _points(monkeypatch, f"{__name__}:ready", f"{__name__}:nested")
    assert add_commands(application) == []
    for words in (["extra0"], ["extra1", "ready"]):
        application(args=words, standalone_mode=False)
        assert capsys.readouterr().out == "ready\n"


def test_a_command_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch, application: typer.Typer) -> None:
    _points(monkeypatch, "attain_of_nobody:app")
    (problem,) = add_commands(application)
    assert problem.startswith("the command 'extra0' of attain_of_nobody:app cannot be loaded: ")
