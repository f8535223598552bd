from Crypto.Cipher import AES
from Cryptodome.Cipher import AES as AES2

AES.new(key, AES.MODE_ECB)  # expect: HPY140
AES.new(key, mode=AES.MODE_ECB)  # expect: HPY140
AES2.new(key, AES2.MODE_ECB)  # expect: HPY140
mode = AES.MODE_ECB
AES.new(key, mode)  # expect: HPY140

AES.new(key, AES.MODE_GCM)
AES.new(key, AES.MODE_CBC, os.urandom(16))
other.new(key, AES.MODE_ECB)
