"""Certificates as files that the proof assistant Coq checks, against one set of definitions and statements."""
