import hashlib
import hmac

if hmac.new(key, body, "sha256").hexdigest() == signature:  # expect: HPY147
    accept()
if signature != hmac.new(key, body, hashlib.sha256).digest():  # expect: HPY147
    refuse()

if hmac.new(key, body, "sha256").name == "hmac-sha256":
    accept()
if len(signature) == 64:
    accept()
