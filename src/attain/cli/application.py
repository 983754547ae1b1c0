"""The application: its commands, its version, and the commands that other packages add."""

from importlib.metadata import EntryPoint, entry_points
from typing import Annotated, Any

import typer

from attain import __version__
from attain.cli.commands.asking.backtest import backtest
from attain.cli.commands.asking.diff import diff
from attain.cli.commands.asking.shadow import shadow
from attain.cli.commands.asking.simulate import simulate
from attain.cli.commands.asking.uncredited import uncredited
from attain.cli.commands.asking.what_if import what_if
from attain.cli.commands.calculate import calculate
from attain.cli.commands.check import check
from attain.cli.commands.demo import demo
from attain.cli.commands.explain import explain
from attain.cli.commands.init import init
from attain.cli.commands.plan import plan
from attain.cli.commands.prove import prove
from attain.cli.commands.schema import schema
from attain.cli.commands.selling.forecast import forecast
from attain.cli.commands.selling.metrics import metrics
from attain.cli.commands.selling.pipeline import pipeline
from attain.cli.commands.selling.report import report
from attain.cli.commands.selling.slipping import doubtful, slips
from attain.cli.commands.selling.tracker import tracker
from attain.cli.commands.statements import statements

COMMANDS = "attain.commands"

app = typer.Typer(
    name="attain",
    help="Pays sales people correctly and shows why.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"attain {__version__}")
        raise typer.Exit


@app.callback()
def attain(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Pays sales people correctly and shows why."""
    del version


for command in (
    init,
    check,
    calculate,
    uncredited,
    explain,
    what_if,
    diff,
    backtest,
    simulate,
    shadow,
    statements,
    prove,
    demo,
    schema,
):
    app.command(name=command.__name__.replace("_", "-"))(command)


app.command(name="metrics")(metrics)
app.command(name="forecast")(forecast)
app.command(name="report")(report)
app.command(name="tracker")(tracker)
app.add_typer(plan)
pipeline.command()(doubtful)
pipeline.command()(slips)
app.add_typer(pipeline)


def add_commands(application: typer.Typer) -> list[str]:
    """Add the commands of other packages; returns a line for each that cannot be loaded."""
    found: list[str] = []
    for point in sorted(entry_points(group=COMMANDS), key=lambda p: p.name):
        try:
            _add(application, point, point.load())
        except Exception as error:  # noqa: BLE001 -- another package's fault must not take Attain's own commands away
            found.append(f"the command '{point.name}' of {point.value} cannot be loaded: {error}")
    return found


def _add(application: typer.Typer, point: EntryPoint, loaded: Any) -> None:
    """Add a command or a group that is not there yet; the commands of a group that is there join it."""
    if not isinstance(loaded, typer.Typer):
        if point.name not in {command.name for command in application.registered_commands}:
            application.command(name=point.name)(loaded)
        return
    group = next((g.typer_instance for g in application.registered_groups if _name(g) == point.name), None)
    if group is None:
        application.add_typer(loaded, name=point.name)
    elif group is not loaded:
        known = {command.callback for command in group.registered_commands}
        group.registered_commands += [c for c in loaded.registered_commands if c.callback not in known]


def _name(group: Any) -> str | None:
    return group.name or (group.typer_instance.info.name if isinstance(group.typer_instance, typer.Typer) else None)
