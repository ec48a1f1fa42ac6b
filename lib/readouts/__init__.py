"""Reads Vietnamese readouts of meetings."""
