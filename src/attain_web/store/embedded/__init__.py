"""A PostgreSQL of a workspace's own: made, started, stopped, and found again after a crash."""

from attain_web.store.embedded.cluster import Cluster, NotReady
from attain_web.store.embedded.programs import Failed
from attain_web.store.embedded.secrets import ROLES, Secrets

__all__ = ["ROLES", "Cluster", "Failed", "NotReady", "Secrets"]
