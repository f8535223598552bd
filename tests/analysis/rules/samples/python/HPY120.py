import os

import requests
from requests import Session

session = requests.Session()
session.verify = False  # expect: HPY120
session.get(url, verify=False)  # expect: HPY120
requests.request("GET", url, verify=False, timeout=5)  # expect: HPY120
requests.get(url, timeout=5, **{"verify": False})  # expect: HPY120
os.environ["PYTHONHTTPSVERIFY"] = "0"  # expect: HPY120
os.environ["CURL_CA_BUNDLE"] = ""  # expect: HPY120
with Session() as other:
    other.post(url, verify=False)  # expect: HPY120


class Client:
    def __init__(self):
        self.session = Session()
        self.session.verify = False  # expect: HPY120

    def get(self, url):
        return self.session.get(url, verify=False)  # expect: HPY120


def configure(session: requests.Session):
    session.verify = False  # expect: HPY120


session.verify = True
session.verify = "/etc/ssl/company.pem"
session.get(url)
session.get(url, verify=True)
session.get(url, verify=bundle)
requests.get(url, verify=False, timeout=5)
os.environ["REQUESTS_CA_BUNDLE"] = "/etc/ssl/company.pem"
