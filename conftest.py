"""Django is made ready before any module that has tables is read; no test sees a database but its own."""

import os

import django

os.environ.pop("DATABASE_URL", None)
os.environ["ATTAIN_WORKSPACE"] = os.devnull
os.environ["DJANGO_SETTINGS_MODULE"] = "attain_web.settings"
django.setup()
