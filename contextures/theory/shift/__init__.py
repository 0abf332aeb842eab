"""Chapter 6: risks of laws near the law, their groups, and learners that see a contaminated law."""
