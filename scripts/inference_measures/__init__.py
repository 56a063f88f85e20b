"""How inference is measured: against published documents, on recordings made here, and against the clock."""
