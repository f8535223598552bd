import hashlib
from hashlib import sha512

hashlib.sha256(password.encode()).hexdigest()  # expect: HPY143
sha512(user.password.encode("utf-8"))  # expect: HPY143
hashlib.sha256(user_password)  # expect: HPY143
hashlib.sha256(f"{salt}{password}")  # expect: HPY143

hashlib.sha256(data)
hashlib.sha256(token.encode())
hashlib.sha256(password_file.read_bytes())
hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)
