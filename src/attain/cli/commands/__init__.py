"""One file per command. They import late, so that ``attain --help`` is quick."""
