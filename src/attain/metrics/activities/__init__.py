"""Calls, e-mails and meetings."""

from attain.metrics.activities import (
    activities_per_lost_deal,
    activities_per_won_deal,
    appointments,
    appointments_per_conversation,
    conversations,
    conversations_per_dial,
    conversations_per_dial_by_hour,
    dials,
    follow_up_time,
)

METRICS = (
    dials.METRIC,
    conversations.METRIC,
    appointments.METRIC,
    conversations_per_dial.METRIC,
    appointments_per_conversation.METRIC,
    conversations_per_dial_by_hour.METRIC,
    activities_per_won_deal.METRIC,
    activities_per_lost_deal.METRIC,
    follow_up_time.METRIC,
)
