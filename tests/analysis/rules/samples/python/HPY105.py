import numexpr
import pandas as pd
from sympy import sympify

pd.eval(text)  # expect: HPY105
numexpr.evaluate(text)  # expect: HPY105
sympify(text)  # expect: HPY105
frame = pd.read_csv(path)
frame.query(text)  # expect: HPY105
pd.DataFrame(rows).query(f"price < {limit}")  # expect: HPY105

pd.eval("a + b")
frame.query("price < @limit")
session.query(text)
model.eval(text)
