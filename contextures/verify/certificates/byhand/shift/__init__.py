"""Recipes for the losses of chapter 6, and for worst cases over balls of laws."""
