"""attain schema: what an editor needs to know."""

import json
from enum import StrEnum
from typing import Annotated

import typer


class Document(StrEnum):
    """A document with a schema."""

    PLAN = "plan"
    WORKSPACE = "workspace"


Which = Annotated[
    Document, typer.Argument(metavar="plan|workspace", help="Which document to describe.", show_default=False)
]


def schema(document: Which) -> None:
    """Print the JSON Schema of a plan or of attain.yaml, for editors that complete and check while you type."""
    from attain.cli.printing import say
    from attain.plans import Plan
    from attain.sources import WorkspaceConfig

    model = Plan if document is Document.PLAN else WorkspaceConfig
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema(by_alias=True)}
    say(json.dumps(found, indent=2, ensure_ascii=False))
