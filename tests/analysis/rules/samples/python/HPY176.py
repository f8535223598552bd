response.set_cookie("session", value)  # expect: HPY176
response.set_cookie(key="session", value=value, httponly=True)  # expect: HPY176

response.set_cookie("session", value, secure=True)
response.set_cookie("session", value, secure=settings.secure)
response.set_cookie("session", value, **options)
response.set_cookie(*arguments)
jar.set_cookie(cookie)
