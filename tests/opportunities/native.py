"""Workspaces with deals in the shapes that CRMs export: a few deals whose whole past is known."""

from pathlib import Path

from attain.opportunities import Opportunities, read_opportunities
from attain.sources import LoadedPipeline, load_pipeline

STAGES = (
    "{Prospecting: 10%, Investigation: 20%, Proposal Made: 50%, Negotiation: 75%, Closed Won: won, Closed Lost: lost}"
)

SALESFORCE = """\
Id,Name,StageName,CloseDate,Amount,OwnerId,CreatedDate,IsWon,IsClosed,ForecastCategoryName,Probability,AccountId,CampaignId
006A,Rollout,Closed Won,2026-03-20,12000.00,005U1,2026-01-05T09:00:00.000+0000,true,true,Closed,100,001X,701C
006B,Renewal,Negotiation,2026-05-15,8000.50,005U2,2026-01-10T10:00:00.000+0000,false,false,Commit,75,001Y,
006C,Trial,Closed Lost,2026-02-11,500.00,005U1,2026-01-20T08:30:00.000+0000,false,true,Omitted,0,001X,
"""

# Setup > Opportunity History: a row for every change of stage, amount, close date or probability.
OPPORTUNITY_HISTORY = """\
Id,OpportunityId,StageName,Amount,CloseDate,Probability,ForecastCategory,CreatedDate
008a,006A,Prospecting,10000.00,2026-03-10,10,Pipeline,2026-01-05T09:00:00.000+0000
008b,006A,Proposal Made,10000.00,2026-03-28,50,BestCase,2026-02-01T12:00:00.000+0000
008c,006A,Negotiation,12000.00,2026-04-02,75,Forecast,2026-03-01T12:00:00.000+0000
008d,006A,Closed Won,12000.00,2026-03-20,100,Closed,2026-03-20T16:00:00.000+0000
008e,006B,Prospecting,8000.50,2026-03-31,10,Pipeline,2026-01-10T10:00:00.000+0000
008f,006B,Negotiation,8000.50,2026-05-15,75,Forecast,2026-03-30T10:00:00.000+0000
008g,006C,Prospecting,500.00,2026-02-28,10,Pipeline,2026-01-20T08:30:00.000+0000
008h,006C,Closed Lost,500.00,2026-02-11,0,Omitted,2026-02-11T17:00:00.000+0000
"""

# OpportunityFieldHistory: a change of owner is written twice, by name and by id.
FIELD_HISTORY = """\
Id,OpportunityId,Field,OldValue,NewValue,CreatedDate
017a,006A,created,,,2026-01-05T09:00:00.000+0000
017b,006A,StageName,Prospecting,Proposal Made,2026-02-01T12:00:00.000+0000
017c,006A,CloseDate,2026-03-10,2026-03-28,2026-02-01T12:00:00.000+0000
017d,006A,Amount,10000.0,12000.0,2026-03-01T12:00:00.000+0000
017e,006A,StageName,Proposal Made,Negotiation,2026-03-01T12:00:00.000+0000
017f,006A,CloseDate,2026-03-28,2026-04-02,2026-03-01T12:00:00.000+0000
017g,006A,StageName,Negotiation,Closed Won,2026-03-20T16:00:00.000+0000
017h,006A,CloseDate,2026-04-02,2026-03-20,2026-03-20T16:00:00.000+0000
017i,006B,StageName,Prospecting,Negotiation,2026-03-30T10:00:00.000+0000
017j,006B,CloseDate,2026-03-31,2026-05-15,2026-03-30T10:00:00.000+0000
017k,006B,Owner,Ada Stone,Bo Hill,2026-02-15T10:00:00.000+0000
017l,006B,Owner,005000000000001AAA,005000000000002AAA,2026-02-15T10:00:00.000+0000
017m,006C,StageName,Prospecting,Closed Lost,2026-02-11T17:00:00.000+0000
017n,006C,CloseDate,2026-02-28,2026-02-11,2026-02-11T17:00:00.000+0000
"""

HUBSPOT = """\
{"results": [
  {"id": "006A", "properties": {"dealname": "Rollout"}, "propertiesWithHistory": {
    "dealstage": [
      {"value": "closedwon", "timestamp": "2026-03-20T16:00:00Z", "sourceType": "CRM_UI"},
      {"value": "contractsent", "timestamp": "2026-03-01T12:00:00Z"},
      {"value": "presentationscheduled", "timestamp": "2026-02-01T12:00:00Z"},
      {"value": "appointmentscheduled", "timestamp": "2026-01-05T09:00:00Z"}],
    "amount": [
      {"value": "12000", "timestamp": "2026-03-01T12:00:00Z"},
      {"value": "10000", "timestamp": "2026-01-05T09:00:00Z"}],
    "closedate": [
      {"value": "2026-03-20T00:00:00Z", "timestamp": "2026-03-20T16:00:00Z"},
      {"value": "2026-04-02T00:00:00Z", "timestamp": "2026-03-01T12:00:00Z"},
      {"value": "1774656000000", "timestamp": "2026-02-01T12:00:00Z"},
      {"value": "2026-03-10T00:00:00Z", "timestamp": "2026-01-05T09:00:00Z"}],
    "hubspot_owner_id": [{"value": "11", "timestamp": "2026-01-05T09:00:00Z"}],
    "num_notes": [{"value": "3", "timestamp": "2026-01-06T09:00:00Z"}]}}
], "paging": {}}
"""


def snapshot(*rows: str) -> str:
    """A full copy of every deal as it stood on a day."""
    return "\n".join(["Id,StageName,Amount,CloseDate,OwnerId,CreatedDate", *rows]) + "\n"


def workspace(folder: Path, pipeline: str, files: dict[str, str], *, settings: str = "") -> Path:
    """Write a workspace: ``pipeline`` is that section of attain.yaml, in flow style, ``settings`` are lines of it."""
    config = f"currency: USD\ntoday: 2026-04-01\n{settings}pipeline: {pipeline}\n"
    for name, text in {"attain.yaml": config, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, pipeline: str, files: dict[str, str], *, settings: str = "") -> Opportunities:
    """Write a workspace and read its deals."""
    made = read_opportunities(loaded(folder, pipeline, files, settings=settings))
    assert made is not None
    return made


def loaded(folder: Path, pipeline: str, files: dict[str, str], *, settings: str = "") -> LoadedPipeline:
    """Write a workspace and load the tables of its pipeline."""
    return load_pipeline(workspace(folder, pipeline, files, settings=settings))


def codes(made: Opportunities) -> list[str]:
    """The codes of problems, notes left out."""
    return sorted({d.code for d in made.diagnostics if d.severity != "note"})


def told(made: Opportunities, deal: str, *fields: str, known_at: int | None = None) -> list[tuple[object, ...]]:
    """The versions of a deal: the day of each and some of its fields."""
    versions = made.versions(known_at)
    rows = versions.filter(versions["opportunity_id"] == deal)
    return [(row["changed_at"].strftime("%m-%d"), *(row[f] for f in fields)) for row in rows.iter_rows(named=True)]
