"""Diagnostic codes of rates."""

from attain.diagnostics import register

OUT_OF_ORDER = register(
    "RATE201", "Tiers are not in rising order", "a value between the two would earn two rates, or none"
)
PERCENT_OF_NOTHING = register(
    "RATE202", "A percent without anything to be a percent of", "attainment is undefined without a target"
)
AMOUNT_BOUND = register("RATE203", "An amount as bound of an attainment", "the measure is a percent of its target")
MONEY_PER_MONEY = register("RATE204", "Money paid for each unit of money", "8 would pay 8 for each 1 sold")
PERCENT_OF_COUNT = register(
    "RATE205", "A percent of something that is no money", "a percent of three deals is not money"
)
NOT_ADDITIVE = register("RATE206", "Slices of a measure that does not add up", "a slice of a ratio has no meaning")
NO_WINDOW = register("RATE207", "Tiers without a window", "the same table pays differently per deal and per quarter")
DEDUCTIBLE = register(
    "RATE208", "Tiers start above zero", "the stretch below the first tier is never paid", severity="note"
)
BY_MISMATCH = register("RATE209", "Pays by value and 'by' do not go together", "no pay could be picked")
NO_TABLE = register("RATE210", "An unknown tier table", "there would be no tiers to pay by")
NO_PAY_FOR_VALUE = register("RATE211", "No pay for a value of 'by'", "the deal would silently earn nothing")
NO_TIERS_FOR_KEY = register("RATE212", "No tiers in the table for a credit", "the deal would silently earn nothing")
VARYING_DIVISOR = register("RATE213", "A pay that divides by a column", "the rate could not be kept exact")
MIXED_PAYS = register("RATE214", "Percents and amounts in one rate", "one of the two would be read as the other")
NO_VALUE = register(
    "RATE221", "A value of a matrix that is empty", "nothing is not the same as 0; the credit would be in no cell"
)
BAD_GRID = register("RATE222", "The pays of a matrix do not fit its dimensions", "a cell would have two pays, or none")
CUT_PAYOUT = register("RATE223", "A payout that is cut into pieces", "what being in a cell is worth has no pieces")
NO_PAY = register("RATE216", "A pay without a value", "nothing is not the same as 0; somebody would be paid short")
NOBODY = register(
    "RATE241", "A pot or prizes that nobody gets", "people who wait for it would see no line and no reason", "warning"
)
BAD_POT = register("RATE242", "A pot that cannot be shared", "nobody could say how much there is to share")
BAD_SHARE = register("RATE243", "A share that is none", "the others would be paid more than the pot, or less")
NO_RESULT = register(
    "RATE244", "A result that is not defined", "what was never reported must not be read as 0", "warning"
)
NEEDS_CREDIT = register("RATE245", "A rate that pays credits, without credits", "there would be nothing to pay for")
NOT_A_PAYOUT = register(
    "RATE246", "A rate of credits on a measure that no credit moves", "no deal could be said to have earned it"
)
NOT_OF_A_WINDOW = register(
    "RATE247", "Something that the result of a window cannot have", "it is about a single deal, and there is none"
)
ENDLESS = register(
    "RATE248",
    "A pot or prizes of a window that never ends",
    "it is paid when its window has ended, so it never would be",
)
