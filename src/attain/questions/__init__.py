"""Questions: what asks the kernel something. Never a second algorithm: all of them call ``attain.runs``."""
