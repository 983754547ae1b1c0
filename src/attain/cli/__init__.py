"""The commands of Attain: ``attain init, check, calculate, explain, statements, demo, schema``.

Exit status: 0 fine, 1 problems in plans or data, 2 wrong use. Other packages add commands through the entry-point group
``attain.commands``.
"""

from attain.cli.application import app
from attain.cli.guard import main

__all__ = ["app", "main"]
