"""The package itself: quick to import, and its names."""

import subprocess
import sys

import pytest

import westphalia as wp


def test_the_package_is_quick_to_import_and_tells_its_names():
    code = "import westphalia, sys; assert 'jax' not in sys.modules; westphalia.load_case"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert {"simulate", "score", "theories"} <= set(dir(wp))
    with pytest.raises(AttributeError, match="nothing"):
        _ = wp.nothing
