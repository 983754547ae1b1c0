"""Writes docs/screens.md: every screen of the web application, who sees it, where, the test that uses it, its picture.

    python tools/screens.py

The table below names the test and the picture of every screen; `tests/web/test_documented.py` compares it with the
addresses there are, so that a screen without a test, and a test without its screen, are found.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "screens.md"
TASKS = "tests/web/test_first_tasks.py"
SEEN = "tests/web/test_payee_screens.py"
GRIDS = "tests/web/test_grids.py"
ADMINS = "tests/web/test_admin_screens.py"
FINANCE = "tests/web/test_finance_screens.py"
MANAGERS = "tests/web/test_manager_screens.py"
LETTING = "tests/web/test_letting_in.py"
FORGOTTEN = "tests/web/test_forgotten.py"
FACTORS = "tests/web/test_factors.py"
SELLING = "tests/web/test_selling_screens.py"
COMPARING = "tests/web/test_comparing.py"
BULK = "tests/web/test_bulk.py"
INPUT = "tests/web/test_bad_input.py"
MATRIX = "tests/web/test_screens.py::test_every_role_meets_what_is_declared"
HEAD = """# Screens

Every screen of `attain serve`, from the addresses themselves: who may see it, where it is, the test that uses it. All
of them are asked for as every role by `tests/web/test_screens.py`. This page is written by `python tools/screens.py`.

"""
# By route: the test that uses the screen, and its picture in docs/screenshots; empty for one that has none of its own.
SHOWN = {
    "sign-in": (f"{TASKS}::test_everybody_begins_at_the_sign_in_page", "sign_in"),
    "start": (MATRIX, ""),
    "nothing": (MATRIX, ""),
    "again": (f"{INPUT}::test_what_was_typed_when_the_session_ended_is_sent_later", ""),
    "payee:home": (f"{TASKS}::test_a_seller_sees_why_a_deal_paid_and_approves", "payee_home"),
    "payee:statements": (MATRIX, ""),
    "payee:statement": (f"{TASKS}::test_a_seller_sees_why_a_deal_paid_and_approves", "payee_statement"),
    "payee:tracker": (MATRIX, ""),
    "payee:what-if": (f"{TASKS}::test_a_seller_asks_what_if", "payee_what_if"),
    "payee:disputes": (MATRIX, ""),
    "payee:quota": (f"{SEEN}::test_the_quota_and_the_plan_are_shown", ""),
    "payee:targets": (f"{SEEN}::test_targets_say_what_is_won_expected_and_short", ""),
    "payee:leaderboard": (f"{SEEN}::test_the_leaderboard_ranks_attainment_and_never_pay", ""),
    "payee:year": (f"{SEEN}::test_the_year_adds_up", ""),
    "payee:best": (f"{SEEN}::test_the_best_is_compared_with_nobody", ""),
    "payee:deal": (f"{SEEN}::test_who_else_was_credited_and_nobody_elses_pay", ""),
    "payee:missing": (f"{SEEN}::test_a_missing_deal_is_looked_for_and_asked_about", ""),
    "manager:team": (f"{TASKS}::test_a_manager_answers_a_dispute_and_approves_an_adjustment", "manager_team"),
    "manager:review": (f"{MANAGERS}::test_the_review_lists_only_the_teams_deals", ""),
    "manager:coaching": (f"{SELLING}::test_coaching_names_the_deals_to_talk_about", ""),
    "manager:bulk": (f"{BULK}::test_a_file_is_looked_at_and_then_drafted_once", ""),
    "manager:acceptances": (f"{MANAGERS}::test_a_plan_is_asked_for_and_accepted_as_it_was_shown", ""),
    "manager:inbox": (f"{MANAGERS}::test_the_inbox_empties", ""),
    "manager:disputes": (f"{TASKS}::test_a_manager_answers_a_dispute_and_approves_an_adjustment", ""),
    "manager:dispute": (f"{TASKS}::test_a_manager_answers_a_dispute_and_approves_an_adjustment", "manager_dispute"),
    "manager:adjustments": (
        f"{TASKS}::test_a_manager_answers_a_dispute_and_approves_an_adjustment",
        "manager_adjustments",
    ),
    "admin:periods": (f"{TASKS}::test_a_comp_admin_calculates_and_hands_in", ""),
    "admin:period": (f"{TASKS}::test_a_comp_admin_calculates_and_hands_in", "admin_period"),
    "admin:uncredited": ("tests/web/test_covering.py::test_a_period_lists_the_deals_that_pay_nobody", ""),
    "admin:loads": (f"{TASKS}::test_a_comp_admin_maps_a_file_sees_its_rejects_and_takes_it_back", "admin_data"),
    "admin:trial": (f"{TASKS}::test_a_comp_admin_maps_a_file_sees_its_rejects_and_takes_it_back", "admin_upload"),
    "admin:plans": (f"{TASKS}::test_a_comp_admin_edits_a_plan_while_its_examples_run", ""),
    "admin:plan-impact": (f"{ADMINS}::test_a_version_is_tried_on_past_periods", ""),
    "admin:plan": (f"{TASKS}::test_a_comp_admin_edits_a_plan_while_its_examples_run", "admin_plan"),
    "admin:rollover": ("tests/web/test_rollover.py::test_the_next_year_is_seen_saved_and_loaded", ""),
    "admin:runs": (MATRIX, ""),
    "admin:run": (f"{COMPARING}::test_a_run_says_what_it_knew_and_what_it_gave", ""),
    "admin:compare-runs": (f"{COMPARING}::test_two_runs_are_compared_by_cause_down_to_the_deal", ""),
    "jobs:jobs": ("tests/web/test_jobs.py::test_a_job_is_asked_for_on_its_page", ""),
    "sessions": ("tests/web/test_entering.py::test_one_signs_out_everywhere", ""),
    "invitation": (f"{LETTING}::test_an_invitation_is_shown_once_and_used_once", ""),
    "second-factor": (f"{FACTORS}::test_an_app_is_added_and_asked_for", ""),
    "own-account": (f"{FACTORS}::test_an_app_is_added_and_asked_for", ""),
    "own-totp": (f"{FACTORS}::test_an_app_is_added_and_asked_for", ""),
    "own-passkey": (f"{FACTORS}::test_a_passkey_is_made_and_asked_for", ""),
    "forgotten": (
        f"{FORGOTTEN}::test_who_forgot_their_password_is_sent_a_link_and_nobody_learns_who_has_an_account",
        "",
    ),
    "outbox:notices": (MATRIX, ""),
    "outbox:webhooks": (MATRIX, ""),
    "admin:targets": (f"{GRIDS}::test_a_sheet_comes_back_with_a_preview_and_a_stale_one_is_refused", ""),
    "admin:assignments": (f"{GRIDS}::test_assignments_go_out_as_a_workbook_too", ""),
    "admin:grid-preview": (f"{GRIDS}::test_a_sheet_comes_back_with_a_preview_and_a_stale_one_is_refused", ""),
    "admin:audit": (MATRIX, ""),
    "admin:settings": (f"{ADMINS}::test_settings_say_where_they_are_said", ""),
    "admin:view-as": (f"{ADMINS}::test_a_payees_view_is_seen_once_the_audit_knows", ""),
    "admin:people": (MATRIX, ""),
    "finance:pay-runs": (f"{TASKS}::test_a_controller_approves_and_exports_a_pay_run", ""),
    "finance:pay-run": (f"{TASKS}::test_a_controller_approves_and_exports_a_pay_run", "finance_pay_run"),
    "finance:roll-forward": (MATRIX, ""),
    "finance:cost-of-sales": (f"{FINANCE}::test_the_cost_of_sales_adds_up_to_what_was_earned", ""),
    "finance:contract-costs": (f"{FINANCE}::test_contract_costs_roll_forward", ""),
    "finance:tie-out": (f"{TASKS}::test_a_controller_approves_and_exports_a_pay_run", "finance_tie_out"),
    "finance:journals": (MATRIX, ""),
    "finance:verify": (MATRIX, ""),
    "leader:dashboard": (f"{TASKS}::test_a_leader_sees_what_moved_the_pipeline", "leader_dashboard"),
    "leader:pipeline": (f"{SELLING}::test_a_manager_sees_the_pipeline_of_the_team_alone", ""),
    "leader:bridge": (f"{TASKS}::test_a_leader_sees_what_moved_the_pipeline", "leader_bridge"),
    "leader:doubtful": (f"{SELLING}::test_doubtful_deals_say_how_likely_each_moves_out", ""),
    "leader:forecasts": (f"{SELLING}::test_a_seller_submits_a_forecast_and_the_manager_sees_it", ""),
    "leader:forecast": (f"{TASKS}::test_a_leader_sees_what_moved_the_pipeline", "leader_forecast"),
}


def screens() -> Iterator[tuple[str, str, str, str]]:
    """Yield every screen there is: its route, title, address, and who sees it."""
    from django.urls import URLPattern, URLResolver, get_resolver

    from attain_web.access.screens import declared_by

    def below(resolver: URLResolver, before: str, space: str) -> Iterator[tuple[str, str, str, str]]:
        for one in resolver.url_patterns:
            address = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from below(one, address, f"{one.namespace}:" if one.namespace else space)
            elif isinstance(one, URLPattern):
                declared = declared_by(one.callback)
                if declared is not None and declared.title:
                    yield space + (one.name or ""), declared.title, f"/{address}", ", ".join(sorted(declared.roles))

    yield from below(get_resolver(), "", "")


def written() -> str:
    """Write the page."""
    lines = ["| screen | who | address | test | picture |", "|---|---|---|---|---|"]
    for route, title, address, roles in screens():
        test, picture = SHOWN.get(route, ("", ""))
        shown = f"[picture](screenshots/{picture}.png)" if picture else ""
        lines.append(f"| {title} | {roles} | `{address}` | `{test}` | {shown} |")
    return HEAD + "\n".join(lines) + "\n"


def main() -> None:
    """Write docs/screens.md."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attain_web.settings")
    django.setup()
    PAGE.write_text(written(), encoding="utf-8")
    print(f"{len(SHOWN)} screens in docs/screens.md")


if __name__ == "__main__":
    sys.exit(main())
