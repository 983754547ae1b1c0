"""Diagnostic codes of workspaces (WORK) and of source files (FILE1xx the whole file, FILE2xx one row)."""

from attain.diagnostics import register

NO_WORKSPACE = register("WORK101", "No workspace here", "without attain.yaml nobody knows which deals to pay on")
OUTSIDE = register("WORK102", "A path leaves the workspace", "a workspace must mean the same on every machine")
NO_ORIGIN = register("WORK103", "A table has no single origin", "nobody could say where its rows came from")
UNDECLARED = register("WORK104", "A column is named that is not declared", "the rows could not be told apart or dated")
BAD_SETTING = register(
    "WORK105", "A setting that nothing can be read with", "the file would be read in a way nobody chose"
)
NAME_TAKEN = register("WORK106", "A name with a meaning of its own", "a plan could not tell the two apart")
NOT_OVERWRITTEN = register("WORK107", "A file stands here already", "writing over it would lose somebody's work")
REVIEW_SOURCE = register("WORK108", "A review by an unknown source", "the rows to be looked at would not be listed")

NOT_FOUND = register("FILE101", "The file cannot be opened", "its rows would be missing from everybody's pay")
EMPTY = register("FILE102", "The file is empty", "an export that failed must not pass for a month without deals")
NO_ROWS = register("FILE103", "The file has a header and no rows", "nobody would be paid from it", "warning")
NOT_A_TABLE = register("FILE104", "The file is not a table that can be read", "its rows cannot be told apart")
UNDECODABLE = register("FILE105", "Bytes that are no text", "names and amounts could be read wrongly")
TOO_LARGE = register("FILE106", "The file unpacks to more than is allowed", "it would take all memory and stop the run")
ONE_COLUMN = register("FILE107", "Only one column was found", "the delimiter is another one, so no column can be read")
NO_COLUMN = register("FILE108", "A declared column is not in the header", "nothing can stand for it")
TWICE_IN_HEADER = register("FILE109", "Two columns have one name", "the wrong one could be paid on")
DECIMAL_UNCLEAR = register(
    "FILE110", "Decimal mark or thousands separator", "a reading would be wrong by a factor of 1,000"
)
DATE_UNCLEAR = register("FILE111", "Day first or month first", "deals would fall into the wrong month")
PERCENT_UNCLEAR = register("FILE112", "Percent or fraction", "a share would be wrong by a factor of 100")
OPEN_QUOTE = register("FILE113", "A quote that never closes", "the rows after it are swallowed into one field")
NO_ANSWER = register(
    "FILE114", "The database does not answer the query", "its rows would be missing from everybody's pay"
)

RAGGED = register("FILE201", "A row with too many or too few fields", "its values stand under the wrong names")
NOT_A_NUMBER = register("FILE202", "Not a number", "it cannot be added up or paid on")
NOT_A_DATE = register("FILE203", "Not a date", "the row belongs to no period")
NOT_YES_NO = register("FILE204", "Neither yes nor no", "a condition on it could not be decided")
NOT_WHOLE = register("FILE205", "Not a whole number", "half a unit cannot be counted")
TOO_FINE = register("FILE206", "More decimals than can be kept", "cutting them off would change the amount")
OUT_OF_BOUNDS = register("FILE207", "Beyond bounds", "it is a slip of the keyboard, or exact arithmetic would overflow")
NO_VALUE = register("FILE208", "A required value is empty", "the row cannot be identified or used")
DUPLICATE_KEY = register(
    "FILE209", "Two rows have one key", "the deal would be paid twice, or nobody knows which row counts"
)
NO_PARENT = register("FILE210", "A row belongs to no row of its parent", "its share would silently go to nobody")
WRONG_CURRENCY = register(
    "FILE211", "Another currency than declared", "the amount would be paid as if it were the other currency"
)
