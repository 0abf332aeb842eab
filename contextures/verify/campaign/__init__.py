"""The whole run: schedule, checkpoints, verdicts, comparison of runs, self-test."""
