"""The product's settings, told a firm nobody answers for, and static files by their own names."""

from config.settings import *  # noqa: F403
from config.settings import STORAGES as PRODUCT_STORAGES

ADDEPAR_BASE_URL, ADDEPAR_FIRM_ID = "http://127.0.0.1:9/api", "1"
ADDEPAR_API_KEY, ADDEPAR_API_SECRET = "key-of-the-benchmarks", "secret-of-the-benchmarks"
STORAGES = {
    **PRODUCT_STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
