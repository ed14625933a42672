"""The module system: knows no Oscar and no feature. See README.md."""
