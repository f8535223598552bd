import random
import secrets
import uuid
from random import choice

token = "".join(random.choice(letters) for _ in range(32))  # expect: HPY146
password = "".join([choice(letters) for _ in range(8)])  # expect: HPY146
user.reset_code = random.randint(100000, 999999)  # expect: HPY146
session["csrf"] = random.getrandbits(128)  # expect: HPY146
api_key: str = str(uuid.uuid1())  # expect: HPY146


def make_otp():
    return str(random.randint(0, 999999))  # expect: HPY146


token = secrets.token_urlsafe(32)
token = "".join(secrets.choice(letters) for _ in range(32))
token = random.SystemRandom().choice(letters)
colour = random.choice(colours)
tokens = random.sample(words, 3)
api_key: str = str(uuid.uuid4())


def make_name():
    return random.choice(names)
