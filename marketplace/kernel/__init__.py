"""The module kernel: knows no Oscar and no feature."""
