"""How the tests run: Hypothesis without a clock, so that a busy machine makes no test fail.

The profile ``mutation`` is for judging the tests: the same examples each time, and no search
for the smallest one that fails.
"""

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import Phase, settings
from playwright.sync_api import Browser, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")

settings.register_profile("attain", deadline=None, print_blob=True)
settings.register_profile(
    "mutation", deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("attain")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this system; one for all tests of a process, whose thread its loop then runs in."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(
            f"none of {', '.join(BROWSERS)} is on the PATH: install Chromium, as with 'apt-get install chromium'"
        )
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield made
        made.close()
