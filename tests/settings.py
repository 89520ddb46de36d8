"""The settings of the tests: as for the demonstration, writing into a temporary folder only."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("COVENANT_DEBUG", "1")
if "pytest" not in sys.modules:
    # mypy reads the settings only, and leaves without tidying up.
    os.environ["COVENANT_TEST_DIR"] = tempfile.gettempdir()
elif "COVENANT_TEST_DIR" not in os.environ:
    # The processes of a parallel run share the folder of the one that started them.
    os.environ["COVENANT_TEST_DIR"] = tempfile.mkdtemp(prefix="covenant-tests-")
    atexit.register(shutil.rmtree, os.environ["COVENANT_TEST_DIR"], ignore_errors=True)
folder = Path(os.environ["COVENANT_TEST_DIR"])
# Each has its own place for files: what one test stores, another does not count.
os.environ["COVENANT_DATA_DIR"] = str(folder / os.environ.get("PYTEST_XDIST_WORKER", "alone"))

from covenant_toolkit.settings import *  # noqa: E402, F403, TID251 (this module is those settings)
from covenant_toolkit.settings import DATABASES  # noqa: E402, TID251

# A file, not memory: the browser's server has connections of its own, and a locked database can be tried.
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": folder / "test.sqlite3"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
STATIC_ROOT = folder / "static"
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # nothing to collect first
WHITENOISE_MAX_AGE = 3600  # a browser keeps them for the pages of its test
MAKE_TOOLKIT_PDF = ["true"]  # another process would not find the database of the tests
