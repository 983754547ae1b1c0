"""A year rolled over: what is proposed for the next, and the proposals that were saved."""
