INSTALLED_APPS = ["django.contrib.admin"]

DEBUG = True  # expect: HPY172
DEBUG: bool = True  # expect: HPY172

DEBUG = False
DEBUG = os.environ.get("DEBUG") == "1"
TEMPLATE_DEBUG = True
