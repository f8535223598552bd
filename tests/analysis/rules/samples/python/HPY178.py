from fastapi.middleware.cors import CORSMiddleware
from flask_cors import CORS

app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)  # expect: HPY178
app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True)  # expect: HPY178
CORS(app, origins="*", supports_credentials=True)  # expect: HPY178
CORS_ORIGIN_ALLOW_ALL = True  # expect: HPY178
CORS_ALLOW_CREDENTIALS = True

app.add_middleware(CORSMiddleware, allow_origins=["*"])
app.add_middleware(CORSMiddleware, allow_origins=["https://a.example"], allow_credentials=True)
CORS(app)
CORS(app, origins="*")
CORS(app, origins=["https://a.example"], supports_credentials=True)
CORS_ORIGIN_ALLOW_ALL = False
