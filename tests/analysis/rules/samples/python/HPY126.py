import requests
import urllib3

urllib3.disable_warnings()  # expect: HPY126
urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)  # expect: HPY126
requests.packages.urllib3.disable_warnings()  # expect: HPY126

urllib3.add_stderr_logger()
other.disable_warnings()
