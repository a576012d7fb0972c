"""The report of the claims ledger."""
