"""The tests of Contextures, and what several of their files share."""
