"""The shop: catalogue and payments composed into basket, checkout and order."""
