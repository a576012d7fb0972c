"""The cases that are built in."""

import pytest

from cases.files import BUILT_IN


@pytest.fixture(scope="module", params=BUILT_IN)
def name(request):
    return request.param
