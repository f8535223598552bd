import ssl
from ssl import CERT_NONE

context = ssl.create_default_context()
context.check_hostname = False  # expect: HPY123
context.verify_mode = ssl.CERT_NONE  # expect: HPY123
context.verify_mode = CERT_NONE  # expect: HPY123
context.verify_mode = ssl.VerifyMode.CERT_NONE  # expect: HPY123

context.check_hostname = True
context.check_hostname = settings.check
context.verify_mode = ssl.CERT_REQUIRED
check_hostname = False
