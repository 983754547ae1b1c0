"""Diagnostic codes of steps that are refused."""

from attain.diagnostics import register

NO_SUCH_STEP = register("LIFE101", "A step that does not follow", "something would be skipped, or done twice")
NOT_YOURS = register("LIFE102", "A step for somebody else", "whoever answers for it would not have seen it")
SAME_PERSON = register("LIFE103", "Duties that must be separate", "one person could pay whatever they like")
OWN_PAY = register("LIFE104", "A step about one's own pay", "nobody approves what they are paid")
NO_REASON = register("LIFE105", "A step without a reason", "nobody could say later why it was taken")
BLOCKED = register("LIFE106", "A step that a check blocks", "what is not settled would be closed over")
