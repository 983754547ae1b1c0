"""The store itself kept safe: backups, and what is restored from them."""
