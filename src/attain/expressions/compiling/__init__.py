"""From a tree to Polars: units checked, numbers kept as exact fractions, their sizes proven."""
