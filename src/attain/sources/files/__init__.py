"""Files of every kind, opened within limits and cut into cells."""
