"""Can it be trusted: exact judgement, certificates and their check; nothing here searches."""
