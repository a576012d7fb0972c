"""A run described and simulated: its description, its folder, what came of it beside history."""
