import jwt

jwt.decode(token, key, algorithms=["HS256", "none"])  # expect: HPY131
jwt.decode(token, key, ["None"])  # expect: HPY131
allowed = ["none"]
jwt.decode(token, key, algorithms=allowed)  # expect: HPY131
jwt.encode(claims, None, algorithm="none")  # expect: HPY131
jwt.encode(claims, key, algorithm=None)  # expect: HPY131

jwt.decode(token, key, algorithms=["HS256"])
jwt.encode(claims, key, algorithm="RS256")
jwt.encode(claims, key)
other.decode(token, key, algorithms=["none"])
