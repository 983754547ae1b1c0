"""How the tests run: Hypothesis without a clock, so that a busy machine makes no test fail.

The profile ``mutation`` is for judging the tests: the same examples each time, and no search
for the smallest one that fails.
"""

from hypothesis import Phase, settings

settings.register_profile("attain", deadline=None, print_blob=True)
settings.register_profile(
    "mutation", deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("attain")
