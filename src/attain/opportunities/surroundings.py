"""What surrounds deals, brought to its contracts: leads, campaigns, activities, people and roles of contacts."""

from collections.abc import Mapping

import polars as pl

from attain.money import at_scale
from attain.opportunities.histories.states import Reading
from attain.opportunities.table import ACTIVITIES, CAMPAIGNS, CONTACT_ROLES, LEADS, PEOPLE
from attain.sources import SourceTable
from attain.tables import Table

_KINDS = {"task": "call", "phone": "call", "phone call": "call", "e-mail": "email", "event": "meeting"}


def leads_of(tables: Mapping[str, SourceTable]) -> pl.DataFrame | None:
    """Return the leads; None where the workspace has none."""
    names = {"lead_id": "id", "owner_id": "owner", "campaign_id": "campaign", "opportunity_id": "opportunity"}
    return _table(tables.get("leads"), LEADS, names)


def campaigns_of(tables: Mapping[str, SourceTable], reading: Reading) -> pl.DataFrame | None:
    """Return the campaigns; None where the workspace has none."""
    table = tables.get("campaigns")
    if table is not None and "cost" in table.columns:
        cost = at_scale(table.frame["cost"], table.columns["cost"].scale, reading.digits)
        table = SourceTable(table.name, table.frame.with_columns(cost=cost), table.columns, file=table.file)
    return _table(table, CAMPAIGNS, {"campaign_id": "id"})


def activities_of(tables: Mapping[str, SourceTable]) -> pl.DataFrame | None:
    """Return the activities; None where the workspace has none."""
    names = {"owner_id": "owner", "opportunity_id": "opportunity", "lead_id": "lead"}
    found = _table(tables.get("activities"), ACTIVITIES, names)
    if found is None:
        return None
    kind = pl.col("kind").str.to_lowercase().str.strip_chars()
    return found.with_columns(kind=kind.replace(_KINDS))


def people_of(tables: Mapping[str, SourceTable], owners: pl.Series) -> pl.DataFrame:
    """Return everybody who is listed or owns a deal; who is not listed is named by the id."""
    names = {"owner_id": "id"}
    listed = _table(tables.get("people"), PEOPLE, names, {"name": pl.col("id")})
    listed = PEOPLE.empty() if listed is None else listed
    listed = listed.with_columns(name=pl.coalesce("name", "owner_id"), team=pl.coalesce("team", "manager"))
    others = pl.DataFrame({"owner_id": owners.drop_nulls().unique().sort()}, schema={"owner_id": pl.String})
    others = others.join(listed, on="owner_id", how="anti", maintain_order="left")
    empty = {name: pl.lit(None, dtype=pl.String) for name in ("manager", "team")}
    return PEOPLE.checked(pl.concat([listed, others.with_columns(name="owner_id", **empty)]))


def contact_roles_of(tables: Mapping[str, SourceTable]) -> pl.DataFrame | None:
    """Return the roles of contacts; None where the workspace has none."""
    return _table(
        tables.get("contact_roles"), CONTACT_ROLES, {"opportunity_id": "opportunity", "contact_id": "contact"}
    )


def _table(
    table: SourceTable | None, contract: Table, names: Mapping[str, str], instead: Mapping[str, pl.Expr] | None = None
) -> pl.DataFrame | None:
    """Take the columns of a contract from a table; those it lacks are empty."""
    if table is None:
        return None
    made: dict[str, pl.Expr] = {}
    for column in contract.columns:
        source = names.get(column.name, column.name)
        if source in table.columns:
            made[column.name] = pl.col(source).cast(column.dtype)
        else:
            made[column.name] = (instead or {}).get(column.name, pl.lit(None)).cast(column.dtype)
    return contract.checked(table.frame.select(**made))
