"""Diagnostic codes of the linter: what a plan may mean, and what its author should have seen before anybody is paid."""

from attain.diagnostics import register

DEAL_ORDER = register(
    "LINT101",
    "A total that depends on the order of deals",
    "the same deals pay another total when one of them closes a day earlier, and nobody can say which is right",
    severity="warning",
)
CLIFF = register(
    "LINT102",
    "A cliff",
    "a small deal decides over a large amount: deals are pulled forward, pushed back, and argued about",
    severity="warning",
)
DEAD_ZONE = register(
    "LINT103",
    "A stretch in which more sales pay nothing",
    "whoever stands in it earns nothing by selling until the stretch ends, or never again",
    severity="warning",
)
UNREACHED_TIER = register(
    "LINT104",
    "A tier far beyond anything that was ever reached",
    "it promises what nobody can earn; the number may be mistyped",
    severity="note",
)
CAPPED_TIER = register(
    "LINT105",
    "A tier that the cap takes away",
    "the tier is promised and never pays, because the cap is reached before it",
    severity="warning",
)
FALLING_PAY = register(
    "LINT106", "More sales pay less", "somebody is better off by not booking a deal", severity="warning"
)
OVER_WHOLE = register(
    "LINT107",
    "More than 100 % of each further sale is paid",
    "each further unit sold costs more in pay than it brings in; a percent may be mistyped",
    severity="warning",
)
UNBOUNDED = register(
    "LINT108",
    "Pay that grows without a limit",
    "one exceptional deal, or one mistyped amount, decides over a year's budget",
    severity="note",
)
PAID_TWICE_WITHIN = register(
    "LINT109",
    "Two components that pay a rate on the same deals",
    "the deals are paid twice; sometimes that is meant",
    severity="warning",
)
HOLDS_NOWHERE = register(
    "LINT110",
    "A condition that holds for nobody",
    "what it guards never happens; a word in it may be misspelt",
    severity="warning",
)
IDLE_MODIFIER = register(
    "LINT111", "A modifier that changes nothing", "it reads as if it did something", severity="note"
)
UNHELD_TARGET = register(
    "LINT112", "A target that nobody has, or that nothing reads", "it reads as if it mattered", severity="note"
)
LONG_CLAWBACK = register(
    "LINT113",
    "A clawback that looks further back than the facts",
    "whether it ever takes anything back cannot be seen yet",
    severity="note",
)
LOST_DRAW = register(
    "LINT114",
    "A recoverable draw that is never recovered",
    "it is called a loan, and nothing ever pays it back",
    severity="warning",
)
LIMIT_BEFORE_FACTOR = register(
    "LINT115",
    "A limit that a later modifier passes",
    "modifiers apply in the order written, so more is paid than the cap says, or less than the floor",
    severity="warning",
)
ACCEPTED_NOTHING = register(
    "LINT116",
    "An accepted finding that is not there",
    "the reason stands in the plan and is about nothing any more",
    severity="note",
)
MISSPELT_VALUE = register(
    "LINT117",
    "A value that no row has",
    "the condition holds for fewer rows than its author thinks; the value may be misspelt",
    severity="warning",
)
REVERSED_DATES = register(
    "LINT118",
    "A span that is below 0 in every row",
    "the condition that reads it holds for every row, or for none; its two days stand the wrong way round",
    severity="warning",
)
LIMIT_OF_LINE = register(
    "LINT119",
    "A limit for each deal under a rate that reaches back",
    "the limit cuts what other deals gain, so that nobody is paid what the deals are worth one by one",
    severity="warning",
)
