"""Django made ready for a workspace: its store started, its tables brought up to date."""

import os
from contextlib import suppress
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from attain_web.databases import databases_of
from attain_web.store.embedded import Cluster

SETTINGS = "attain_web.settings"


def ready(workspace: Path) -> None:
    """Start the workspace's store if it is the embedded one, and migrate it if it is behind.

    A process may turn from one workspace to another.

    Raises:
        NotReady: the embedded PostgreSQL does not start.
        ValueError: ``DATABASE_URL`` is no URL of PostgreSQL.
    """
    url = os.environ.get("DATABASE_URL", "")
    os.environ["ATTAIN_WORKSPACE"] = str(workspace.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if not url:
        Cluster(workspace).start()
    if apps.ready:
        settings.WORKSPACE = workspace.resolve()
        _turn_to(databases_of(url, workspace))
    else:
        django.setup()
    executor = MigrationExecutor(connections["owner"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", database="owner", verbosity=0, interactive=False)


def _turn_to(databases: dict[str, dict[str, object]]) -> None:
    connections.close_all()
    for alias in list(connections):
        with suppress(AttributeError):  # never opened by this thread
            del connections[alias]
    connections.settings = connections.configure_settings(databases)
