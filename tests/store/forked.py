"""What a process has imported from which others are forked, so that each begins at once."""

import os
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attain_web.settings")
os.environ.setdefault("ATTAIN_WORKSPACE", os.devnull)
django.setup()
for name in ("planning", "importing", "closing.periods", "closing.posting", "closing.paying", "auditing"):
    import_module(f"attain_web.actions.{name}")
