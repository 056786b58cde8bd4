"""Which instruments texts name, and which names mean one instrument."""
