"""Every kind of history brought to one table of changes: what a row says of a deal, from when on, known since when."""

from attain.opportunities.histories.field_changes import changes_of_fields
from attain.opportunities.histories.loads import changes_of_loads
from attain.opportunities.histories.records import changes_of_records
from attain.opportunities.histories.snapshots import changes_of_snapshots
from attain.opportunities.histories.states import Reading, changes_of_states

__all__ = [
    "Reading",
    "changes_of_fields",
    "changes_of_loads",
    "changes_of_records",
    "changes_of_snapshots",
    "changes_of_states",
]
