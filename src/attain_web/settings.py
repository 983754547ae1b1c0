"""Django's settings, from the environment: ``DATABASE_URL``, or the embedded PostgreSQL of ``ATTAIN_WORKSPACE``.

Every role has a connection of its own; none is a superuser. On a database of yours one account logs in and then takes
the role, so it must be a member of the four roles.
"""

import os
from pathlib import Path

from attain_web.databases import databases_of

SECRET_KEY = os.environ.get("ATTAIN_SECRET_KEY", "")
INSTALLED_APPS = ["attain_web.store"]
DATABASES = databases_of(os.environ.get("DATABASE_URL", ""), Path(os.environ.get("ATTAIN_WORKSPACE", ".")))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
