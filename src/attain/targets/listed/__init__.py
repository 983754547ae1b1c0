"""The target table as listed: rows by owner, read from a source."""
