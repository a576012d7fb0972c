"""What the tests of records share."""

from records.conftest import config  # noqa: F401
