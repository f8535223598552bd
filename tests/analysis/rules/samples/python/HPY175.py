response.set_cookie("session", value, secure=False)  # expect: HPY175
response.set_cookie("session", value, secure=True, httponly=False)  # expect: HPY175
self.set_secure_cookie("session", value, httponly=False)  # expect: HPY175

response.set_cookie("session", value, secure=True, httponly=True)
response.set_cookie("session", value, secure=settings.secure)
response.delete_cookie("session")
