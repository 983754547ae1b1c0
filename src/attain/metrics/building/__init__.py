"""From the book of deals to the rows that metrics add up."""
