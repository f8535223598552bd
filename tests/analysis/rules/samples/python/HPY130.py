import jwt
from jose import jwt as jose

jwt.decode(token, options={"verify_signature": False})  # expect: HPY130
jwt.decode(token, key, verify=False)  # expect: HPY130
jwt.decode(token, key, False)  # expect: HPY130
lax = {"verify_signature": False}
jwt.decode(token, key, algorithms=["RS256"], options=lax)  # expect: HPY130
jose.decode(token, key, options=dict(verify_signature=False))  # expect: HPY130
jose.get_unverified_claims(token)  # expect: HPY130

jwt.decode(token, key, algorithms=["RS256"])
jwt.decode(token, key, algorithms=["RS256"], options={"verify_signature": True})
jwt.decode(token, key, algorithms=["RS256"], options={"require": ["exp"]})
jwt.get_unverified_header(token)
base64.decode(token, verify=False)
