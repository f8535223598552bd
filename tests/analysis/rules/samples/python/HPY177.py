from django.utils.decorators import method_decorator
from django.views.decorators import csrf
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from flask_wtf import CSRFProtect

protection = CSRFProtect()


@csrf_exempt  # expect: HPY177
def transfer(request): ...


@csrf.csrf_exempt  # expect: HPY177
@login_required
def withdraw(request): ...


@protection.exempt  # expect: HPY177
def order(): ...


WTF_CSRF_ENABLED = False  # expect: HPY177
view = csrf_exempt(view)  # expect: HPY177


@csrf_protect
def deposit(request): ...


@other.exempt
def look(): ...


WTF_CSRF_ENABLED = True
