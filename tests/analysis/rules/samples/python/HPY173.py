from fastapi.middleware.trustedhost import TrustedHostMiddleware

ALLOWED_HOSTS = ["*"]  # expect: HPY173
ALLOWED_HOSTS = ["shop.example", "*"]  # expect: HPY173
app.add_middleware(TrustedHostMiddleware, allowed_hosts=["*"])  # expect: HPY173

ALLOWED_HOSTS = []
ALLOWED_HOSTS = [".shop.example"]
ALLOWED_HOSTS = os.environ["HOSTS"].split(",")
app.add_middleware(TrustedHostMiddleware, allowed_hosts=["*.shop.example"])
