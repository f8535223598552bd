import hashlib

from Crypto.Protocol.KDF import PBKDF2
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

hashlib.pbkdf2_hmac("sha256", password, salt, 1000)  # expect: HPY144
hashlib.pbkdf2_hmac("sha256", password, salt, iterations=10_000)  # expect: HPY144
PBKDF2(password, salt, count=4096)  # expect: HPY144
PBKDF2HMAC(algorithm=algorithm, length=32, salt=salt, iterations=5000)  # expect: HPY144
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # expect: HPY144

hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)
hashlib.pbkdf2_hmac("sha256", password, salt, rounds)
PBKDF2HMAC(algorithm=algorithm, length=32, salt=salt, iterations=480000)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
