"""The demo: sellers, products, lots and orders to click through. Never installed in production."""
