"""Commands that answer at once, and a place of their own for what they write."""

from report.history.fixtures import asked, drawn, own_place  # noqa: F401
