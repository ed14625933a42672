"""What the sandbox says and signs as Stripe does. Pure; apart from the shop's own reader."""
