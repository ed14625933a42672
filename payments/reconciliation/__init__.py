"""Provider, bank and ledger, compared every day."""
