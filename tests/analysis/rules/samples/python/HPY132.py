import jwt

jwt.decode(token, key, ["RS256"], options={"verify_exp": False})  # expect: HPY132
jwt.decode(token, key, ["RS256"], options={"verify_aud": True, "verify_exp": False})  # expect: HPY132

jwt.decode(token, key, ["RS256"])
jwt.decode(token, key, ["RS256"], options={"verify_exp": True})
jwt.decode(token, key, ["RS256"], options={"verify_aud": False})
