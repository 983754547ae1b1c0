"""Diagnostic codes of YAML documents and their shape."""

from attain.diagnostics import register

NOT_YAML = register("YAML101", "The text is not YAML", "nothing in the file can be read")
TOO_LARGE = register(
    "YAML102", "The document is too large or too deep", "a document of this size is an attack or a slip"
)
CUT_AT_COMMA = register("YAML103", "Braces cut a text at a comma", "half of the expression would be lost")
NO_VALUE = register("YAML104", "A key has no value", "an empty value says neither yes nor no")
DUPLICATE_KEY = register("YAML105", "A key stands twice", "only one of the two would count, and nobody could say which")
NOT_PLAIN = register(
    "YAML106", "Tags and merge keys are not used here", "a reader could not see what the document says"
)
UNKNOWN_KEY = register("YAML107", "An unknown key", "it would be ignored, and the plan would not do what it says")
MISSING_KEY = register("YAML108", "A required key is missing", "the plan does not say it, and Attain does not guess")
WRONG_SHAPE = register("YAML109", "A value of the wrong shape", "the value cannot be read as what this key needs")
