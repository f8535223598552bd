import hashlib

digest = hashlib.md5
digest(data)  # expect: HPY142
getattr(hashlib, "sha1")(data)  # expect: HPY142

hashlib.md5(data)
digest(data, usedforsecurity=False)
strong = hashlib.sha256
strong(data)
getattr(hashlib, name)(data)
