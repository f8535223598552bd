import ast
import sys

from django.http import JsonResponse


def calculate(request):
    formula = request.GET["formula"]
    value = eval(formula)  # expect: HPY603
    exec(request.body.decode())  # expect: HPY603
    eval("{}".format(formula), {"__builtins__": {}})  # expect: HPY603
    ast.literal_eval(formula)
    eval("1 + 1")
    if formula.isdigit():
        eval(formula)
    return JsonResponse({"value": value})


def started_by_hand():
    exec(sys.stdin.read())  # expect: HPY603
    eval(str(len(sys.argv)))
