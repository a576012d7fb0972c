"""Commands that answer at once, and a place of their own for what they write."""

from report.history.fixtures import alone, asked, drawn  # noqa: F401
