import jwt
from cryptography.fernet import Fernet
from Crypto.Cipher import AES
from itsdangerous import URLSafeSerializer

jwt.encode(claims, "s3cr3t-of-ours", algorithm="HS256")  # expect: HPY134
jwt.decode(token, key="s3cr3t-of-ours", algorithms=["HS256"])  # expect: HPY134
KEY = b"0123456789abcdef"
AES.new(KEY, AES.MODE_GCM)  # expect: HPY134
Fernet(b"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")  # expect: HPY134
URLSafeSerializer("s3cr3t-of-ours")  # expect: HPY134

jwt.encode(claims, settings.key, algorithm="HS256")
jwt.decode(token, os.environ["KEY"], algorithms=["HS256"])
AES.new(os.urandom(16), AES.MODE_GCM)
Fernet(Fernet.generate_key())
URLSafeSerializer(app.secret_key)


def sign(KEY):
    return Fernet(KEY)
