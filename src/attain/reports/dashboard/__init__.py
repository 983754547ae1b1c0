"""The leader's dashboard: one file that needs nothing else, every chart with its table or what it would need."""

from attain.reports.dashboard.page import dashboard_page

__all__ = ["dashboard_page"]
