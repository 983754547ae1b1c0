"""The leader's dashboard: one file that needs nothing else, every chart with its table or what it would need."""

from attain.reports.dashboard.asked import Asked
from attain.reports.dashboard.page import cards_of, dashboard_page, figures_of

__all__ = ["Asked", "cards_of", "dashboard_page", "figures_of"]
