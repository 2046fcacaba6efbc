"""What Rapporteur remembers: every table, the engine, and the queries, one file a noun."""
