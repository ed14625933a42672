"""MoMo's sandbox."""
