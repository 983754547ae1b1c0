"""The columns of every table of deals, and the names that Salesforce, HubSpot, Dynamics and spreadsheets give them.

Names are compared by their words: CloseDate, close_date and "Close Date" are one. The first of several counts.
"""

from attain.expressions.types import Kind
from attain.sources.specs import ColumnSpec


def _column(name: str, kind: Kind, *also: str, is_required: bool = False) -> ColumnSpec:
    return ColumnSpec(name, kind, is_required=is_required, may_lack=not is_required, also=also)


_STAGE = _column(
    *("stage", "text", "stage_name", "dealstage", "deal_stage", "deal_pipeline_stage_id", "sales_stage", "stepname"),
    *("step_name", "pipeline_phase", "salesstage"),
)
_CLOSES = _column(
    *("close_date", "date", "closedate", "property_closedate", "actual_close_date", "actualclosedate"),
    *("date_closed", "closing_date"),
)
_VALUE = _column(
    *("amount", "money", "property_amount", "deal_value", "deal_amount", "value", "actualvalue", "actual_revenue"),
    *("actual_value", "amount_in_company_currency", "total_amount", "amount_converted"),
)
# What an open deal is expected to bring, and when, where the source keeps it apart from what a closed one brought.
EXPECTED = {"amount": "expected_amount", "close_date": "expected_close_date"}
_EXPECTED = (
    _column("expected_close_date", "date", "estimatedclosedate", "est_close_date", "estimated_close_date"),
    _column("expected_amount", "money", "estimatedvalue", "est_revenue", "estimated_revenue", "estimated_value"),
)
_OWNER = _column(
    "owner", "payee", "owner_id", "hubspot_owner_id", "opportunity_owner", "deal_owner", "ownerid", "system_user_seq"
)
_CATEGORY = _column(
    "forecast_category", "text", "forecast_category_name", "hs_manual_forecast_category", "hs_forecast_category"
)
_CHANCE = _column("probability", "percent", "hs_deal_stage_probability", "closeprobability", "win_probability")
_DELETED = _column("is_deleted", "bool", "deleted")
_WON = _column("is_won", "bool", "won", "hs_is_closed_won", "is_closed_won", "closed_won")
_CLOSED = _column("is_closed", "bool", "hs_is_closed")
_STATUS = _column("status", "text", "statecode", "deal_status")
_CURRENCY = _column("currency", "text", "currency_iso_code", "deal_currency_code", "currency_code")
_CREATED = _column(
    *("created_at", "instant", "created_date", "createdate", "create_date", "created_on", "property_createdate"),
    *("createdon", "opportunity_created_on", "created"),
)

STATE = (_STAGE, _CLOSES, _VALUE, _OWNER, _CATEGORY, _CHANCE, _DELETED, _WON, _CLOSED, _STATUS)

OPPORTUNITIES = (
    _column(
        *("id", "text", "opportunity_id", "opportunityid", "deal_id", "record_id", "hs_object_id", "opportunity_seq"),
        *("do_not_modify_opportunity", "deal"),
        is_required=True,
    ),
    _column("name", "text", "opportunity_name", "deal_name", "dealname", "property_dealname", "topic"),
    *STATE,
    *_EXPECTED,
    _CURRENCY,
    _CREATED,
    _column("changed_at", "instant", "last_modified_date", "hs_lastmodifieddate", "modifiedon"),
    _column(
        "account",
        "text",
        "account_id",
        "account_seq",
        "associated_company",
        "company_id",
        "account_name",
        "potential_customer",
        "parentaccountid",
        "parentaccountid_value",
        "customerid",
    ),
    _column("campaign", "text", "campaign_id", "campaign_seq", "primary_campaign_source"),
    _column("product", "text", "product_id", "product_2_id", "product_seq", "product_family"),
    _column("type", "text", "opportunity_type", "deal_type", "dealtype", "property_dealtype"),
    _column("lead_source", "text", "source", "hs_analytics_source"),
    _column("territory", "text", "territory_id", "territory2_id", "territory_2_id"),
    _column("is_focus", "bool", "focus"),
    _column("go_no_go_on", "date", "go_no_go_date", "go_no_go"),
    _column("close_plan", "text", "next_step"),
    _column("discount_rationale", "text", "discount_reason"),
    _column("win_loss_reason", "text", "loss_reason", "closed_lost_reason", "closed_won_reason", "lost_reason"),
)

SNAPSHOTS = (*OPPORTUNITIES, _column("taken_at", "instant", "snapshot_date", "taken_on", "export_date", "as_of_date"))

VERSIONS = (
    _column("opportunity", "text", "opportunity_id", "deal_id", "id", is_required=True),
    _column("changed_at", "instant", "created_date", "changed_on", "timestamp", is_required=True),
    *STATE,
)

FIELD_CHANGES = (
    _column("opportunity", "text", "opportunity_id", "deal_id", "parent_id", "id", is_required=True),
    _column("changed_at", "instant", "created_date", "timestamp", "edit_date", "changed_on", is_required=True),
    _column("field", "text", "name", "property", "field_event", is_required=True),
    _column("old_value", "text", "old"),
    _column("new_value", "text", "value", "new", is_required=False),
)

SURROUNDINGS: dict[str, tuple[ColumnSpec, ...]] = {
    "product_lines": (
        _column("opportunity", "text", "opportunity_id", "deal_id", is_required=True),
        _column("product", "text", "product_id", "product_2_id", "product2_id", "product_seq"),
        _column("amount", "money", "total_price", "hs_line_item_total", is_required=True),
        _column("quantity", "decimal", "qty"),
    ),
    "accounts": (
        _column("id", "text", "account_id", "account_seq", "company_id", is_required=True),
        _column("name", "text", "account_name", "company_name"),
        _column("type", "text", "account_type", "industry", "industry_seq"),
        _column("parent", "text", "parent_id", "parent_account"),
        _column("territory", "text", "territory_id", "territory_seq"),
    ),
    "contact_roles": (
        _column("opportunity", "text", "opportunity_id", "deal_id", is_required=True),
        _column("contact", "text", "contact_id", is_required=True),
        _column("role", "text", "contact_role"),
    ),
    "leads": (
        _column("id", "text", "lead_id", "vid", "contact_id", is_required=True),
        _column("created_at", "instant", "created_date", "createdate", "created_on", is_required=True),
        _column("status", "text", "lead_status", "hs_lead_status"),
        _column("source", "text", "lead_source", "hs_analytics_source"),
        _column("campaign", "text", "campaign_id"),
        _column("owner", "payee", "owner_id", "hubspot_owner_id"),
        _column("responded_at", "instant", "first_response_date", "first_touch_at", "first_call_date_time"),
        _column("qualified_at", "instant", "qualified_date", "sql_date"),
        _column("converted_at", "instant", "converted_date", "convertdate"),
        _column("opportunity", "text", "converted_opportunity_id", "opportunity_id"),
    ),
    "campaigns": (
        _column("id", "text", "campaign_id", "campaign_seq", is_required=True),
        _column("name", "text", "campaign", "campaign_name"),
        _column("type", "text", "campaign_type"),
        _column("cost", "money", "actual_cost", "campaign_cost", "hs_budget_items_sum_amount"),
        _column("started_on", "date", "start_date"),
    ),
    "activities": (
        _column("id", "text", "activity_id", "task_id", "event_id"),
        _column("kind", "text", "task_subtype", "activity_type", "type", is_required=True),
        _column("happened_at", "instant", "activity_date", "created_date", "start_date_time", is_required=True),
        _column("owner", "payee", "owner_id", "hubspot_owner_id"),
        _column("opportunity", "text", "what_id", "opportunity_id", "deal_id"),
        _column("lead", "text", "who_id", "lead_id"),
        _column("outcome", "text", "call_disposition", "call_result"),
        _column("duration_seconds", "count", "call_duration_in_seconds", "duration"),
    ),
    "people": (
        _column("id", "payee", "user_id", "owner_id", "system_user_seq", "payee", is_required=True),
        _column("name", "text", "owner", "full_name", "user_name"),
        _column("manager", "text", "manager_id", "manager_name"),
        _column("team", "text", "team_name"),
        _column("territory", "text", "territory_id"),
    ),
    "territories": (
        _column("id", "text", "territory_id", "territory_seq", is_required=True),
        _column("name", "text", "territory", "territory_name"),
        _column("region", "text"),
    ),
    "products": (
        _column("id", "text", "product_id", "product_seq", is_required=True),
        _column("name", "text", "product", "product_name"),
        _column("family", "text", "product_family", "product_category", "category"),
    ),
    "targets": (
        _column("level", "text"),
        _column("owner", "text", "payee", "owner_id", "team", "territory"),
        _column("parent", "text"),
        _column("period", "text", is_required=True),
        _column("product_family", "text", "product", "family"),
        _column("amount", "money", "quota", "target", is_required=True),
        _column("over_assignment", "percent"),
    ),
    "forecasts": (
        _column("owner", "payee", "owner_id", "submitted_by", is_required=True),
        _column("period", "text", is_required=True),
        _column("submitted_at", "instant", "submitted_on", "created_date", is_required=True),
        _column("amount", "money", "forecast", "forecast_amount", is_required=True),
        _column("note", "text", "comment"),
    ),
    "adjustments": (
        _column("owner", "payee", "owner_id", is_required=True),
        _column("period", "text", is_required=True),
        _column("category", "text", "forecast_category", is_required=True),
        _column("author", "payee", "adjusted_by", "created_by_id", is_required=True),
        _column("adjusted_at", "instant", "adjusted_on", "created_date", is_required=True),
        _column("amount", "money", "adjusted_amount", "adjusted", is_required=True),
        _column("note", "text", "comment"),
    ),
}

_KEYS = {"accounts", "leads", "campaigns", "people", "territories", "products"}


def key_of(table: str) -> tuple[str, ...]:
    """Return the key of a table around the deals; empty where rows have none of their own."""
    return ("id",) if table in _KEYS else ()
