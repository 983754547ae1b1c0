"""The way of a period's pay: calculated, decided on, disputed, posted, closed and paid."""
