import builtins
from builtins import exec as execute

builtins.eval(text)  # expect: HPY102
execute(text)  # expect: HPY102
evaluate = eval
evaluate(text)  # expect: HPY102
getattr(builtins, "exec")(text)  # expect: HPY102
__builtins__["eval"](text)  # expect: HPY102


def calculate(evaluate):
    return evaluate(text)


eval(text)
builtins.eval("1 + 1")
builtins.print(text)
model.eval()
frame.eval(text)
compile(text, name, "exec")
