from Crypto.Cipher import AES
from cryptography.hazmat.primitives.ciphers import modes

AES.new(key, AES.MODE_CBC, b"0123456789abcdef")  # expect: HPY141
AES.new(key, AES.MODE_CBC, iv=b"0" * 16)  # expect: HPY141
AES.new(key, AES.MODE_GCM, nonce=b"012345678901")  # expect: HPY141
iv = b"0123456789abcdef"
modes.CBC(iv)  # expect: HPY141

AES.new(key, AES.MODE_CBC, os.urandom(16))
AES.new(key, AES.MODE_GCM)
modes.CBC(os.urandom(16))


def decrypt(key, iv):
    return modes.CBC(iv)
