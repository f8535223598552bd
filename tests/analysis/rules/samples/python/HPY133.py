password: str = "tr0ub4dor&3"  # expect: HPY133
db_password = b"tr0ub4dor&3"  # expect: HPY133
login = lambda user, password="tr0ub4dor&3": connect(user, password)  # expect: HPY133
if (api_key := "8f14e45fceea167a"):  # expect: HPY133
    connect(api_key)


class Settings:
    secret_key: str = "tr0ub4dor&3"  # expect: HPY133

    def __init__(self):
        self.access_token: str = "8f14e45fceea167a"  # expect: HPY133


async def connect(user, password="tr0ub4dor&3"):  # expect: HPY133
    ...


async def reconnect(user: str, *, password: str = "tr0ub4dor&3"):  # expect: HPY133
    ...


password: str = ""
password: str = os.environ["PASSWORD"]
password: str = f"{prefix}-{number}"
password: str = "<password>"
password: str = "${DB_PASSWORD}"
password: str = "change_me"
password: str = "your-password"
password: str = "Enter your password"
password: str
password_field: str = "password"
token_url: str = "https://example.com/token"
password_label: str = "tr0ub4dor&3" if secret else None
secret_name: str = "db_password"
password = b""
passenger: str = "tr0ub4dor&3"


async def ask(prompt="password: "):
    ...
