"""Leads and what became of them."""

from attain.metrics.leads import (
    converted_lead_deal_win_rate,
    lead_contact_rate,
    lead_conversion_rate,
    lead_count,
    lead_qualification_rate,
    lead_response_time,
    lead_win_rate,
    leads_per_win,
    other_deal_win_rate,
)

METRICS = (
    lead_count.METRIC,
    lead_contact_rate.METRIC,
    lead_qualification_rate.METRIC,
    lead_conversion_rate.METRIC,
    lead_win_rate.METRIC,
    leads_per_win.METRIC,
    lead_response_time.METRIC,
    converted_lead_deal_win_rate.METRIC,
    other_deal_win_rate.METRIC,
)
