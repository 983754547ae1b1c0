"""Where each role goes: the sections of the side bar, and the tabs of a narrow screen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """An entry: the name of its route, its words and its icon."""

    route: str
    words: str
    icon: str


@dataclass(frozen=True)
class Section:
    """Entries under a heading, for whoever has one of some roles."""

    heading: str
    roles: frozenset[str]
    links: tuple[Link, ...]


MOST_TABS = 4
SECTIONS = (
    Section(
        "Team",
        frozenset({"manager"}),
        (
            Link("manager:team", "Attainment", "people"),
            Link("manager:inbox", "Inbox", "inbox"),
            Link("manager:disputes", "Disputes", "speech"),
            Link("manager:adjustments", "Adjustments", "pen"),
            Link("manager:review", "Period-end review", "calendar"),
            Link("manager:acceptances", "Acceptances", "check"),
        ),
    ),
    Section(
        "Run",
        frozenset({"admin"}),
        (
            Link("admin:periods", "Periods", "tiles"),
            Link("manager:inbox", "Inbox", "inbox"),
            Link("admin:runs", "Runs", "play"),
            Link("jobs:jobs", "Jobs", "clock"),
            Link("manager:disputes", "Disputes", "speech"),
            Link("manager:adjustments", "Adjustments", "pen"),
            Link("manager:team", "Attainment", "people"),
        ),
    ),
    Section(
        "Set up",
        frozenset({"admin"}),
        (
            Link("admin:loads", "Data", "store"),
            Link("admin:plans", "Plans", "book"),
            Link("admin:targets", "Targets", "target"),
            Link("admin:assignments", "Assignments", "people"),
            Link("manager:acceptances", "Acceptances", "check"),
        ),
    ),
    Section(
        "Finance",
        frozenset({"finance", "auditor"}),
        (
            Link("finance:pay-runs", "Pay runs", "coin"),
            Link("manager:inbox", "Inbox", "inbox"),
            Link("admin:periods", "Periods", "tiles"),
            Link("admin:plans", "Plans", "book"),
            Link("finance:roll-forward", "Roll-forward", "scales"),
            Link("finance:tie-out", "Tie-out", "check"),
            Link("finance:contract-costs", "Contract costs", "calendar"),
            Link("finance:cost-of-sales", "Cost of sales", "bars"),
            Link("finance:journals", "Journals and evidence", "shield"),
            Link("finance:verify", "Ledger check", "lock"),
            Link("jobs:jobs", "Jobs", "clock"),
            Link("manager:disputes", "Disputes", "speech"),
            Link("manager:adjustments", "Adjustments", "pen"),
        ),
    ),
    Section(
        "Sales",
        frozenset({"leader", "manager"}),
        (
            Link("leader:dashboard", "Dashboard", "bars"),
            Link("leader:pipeline", "Pipeline", "target"),
            Link("leader:bridge", "Bridge", "change"),
            Link("leader:doubtful", "Doubtful deals", "warn"),
            Link("leader:forecast", "Forecast", "curve"),
            Link("leader:forecasts", "Submitted forecasts", "pen"),
        ),
    ),
    Section(
        "Decide",
        frozenset({"leader"}),
        (
            Link("manager:inbox", "Inbox", "inbox"),
            Link("admin:periods", "Periods", "tiles"),
            Link("admin:plans", "Plans", "book"),
            Link("manager:team", "Attainment", "people"),
            Link("manager:adjustments", "Adjustments", "pen"),
            Link("finance:cost-of-sales", "Cost of compensation", "coin"),
        ),
    ),
    Section(
        "Prove",
        frozenset({"admin", "finance", "leader", "auditor"}),
        (
            Link("admin:audit", "Audit", "search"),
            Link("admin:people", "Access review", "shield"),
            Link("admin:settings", "Settings", "sliders"),
            Link("outbox:notices", "Notices", "speech"),
        ),
    ),
    Section("System", frozenset({"system_admin"}), (Link("admin:people", "Access review", "shield"),)),
    Section(
        "Pay",
        frozenset({"payee"}),
        (
            Link("payee:home", "Home", "home"),
            Link("payee:tracker", "Tracker", "target"),
            Link("payee:statements", "Statements", "statement"),
            Link("payee:what-if", "What-if", "sliders"),
            Link("payee:targets", "Targets", "flag"),
            Link("leader:forecasts", "My forecast", "curve"),
            Link("payee:quota", "Quota and plan", "book"),
            Link("payee:year", "Year to date", "calendar"),
            Link("payee:leaderboard", "Leaderboard", "bars"),
            Link("payee:best", "Personal best", "up"),
            Link("payee:disputes", "My disputes", "speech"),
            Link("payee:missing", "Something is missing", "warn"),
            Link("outbox:notices", "Notices", "speech"),
        ),
    ),
)
# The pages that are read again while they are open, and what has to change for it; see attain_web.store.telling.
LIVE = {
    "payee:home": "run statement dispute",
    "payee:tracker": "run facts",
    "payee:statements": "run statement",
    "manager:team": "run statement",
    "manager:disputes": "dispute",
    "manager:adjustments": "decision",
    "admin:periods": "run period",
    "admin:period": "run period facts statement decision dispute",
    "admin:loads": "facts",
    "admin:runs": "run",
    "finance:pay-runs": "pay_run",
    "finance:pay-run": "pay_run",
    "jobs:jobs": "job",
}


def sections_for(roles: frozenset[str]) -> list[Section]:
    """Return the sections that somebody with some roles sees, in order."""
    return [section for section in SECTIONS if section.roles & roles]


def tabs_for(roles: frozenset[str]) -> list[Link]:
    """Return the entries that a narrow screen shows at once; the others stand behind "More"."""
    return [link for section in sections_for(roles) for link in section.links][:MOST_TABS]


def home_of(roles: frozenset[str]) -> str:
    """Return the route where somebody begins; their first entry."""
    mine = sections_for(roles)
    first = next((s for s in mine if s.heading != "Pay"), mine[0] if mine else None)
    return first.links[0].route if first else "nothing"
