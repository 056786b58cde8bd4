"""Page furniture is taken out of the text and entered in the ledger."""
