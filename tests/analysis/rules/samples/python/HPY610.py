from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def login(request):
    target = request.GET.get("next", "/")
    if request.method == "POST":
        return HttpResponseRedirect(target)  # expect: HPY610
    if target:
        return redirect(target)  # expect: HPY610
    if request.GET.get("search"):
        return redirect("/search?q=" + request.GET["search"])
    return redirect("login")


def checked(request):
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    return redirect(target)


def half_checked(request):
    target = request.GET["next"]
    if target.startswith("/"):
        return redirect(target)  # expect: HPY610
    return redirect("/")
