"""Commands that ask the kernel something: nothing of them is paid."""
