"""Tests of one group run in one process, so that what they share is made once."""

import os

import pytest


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="tests run in one process")
def test_the_scheduler_knows_the_file_of_a_test(request):
    """xdist reads a group off the end of a test's name; some versions of pytest drop it."""
    assert request.node.nodeid.endswith("@tests/test_groups.py")
