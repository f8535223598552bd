"""By which ways data get on, and by which they do not."""

from __future__ import annotations

import pytest

from analysis.taint.following import in_view, rules

PASSES = {
    "itself": "os.system(x)",
    "an assignment": "z = x\nos.system(z)",
    "an annotated assignment": "z: str = x\nos.system(z)",
    "two targets": "z = w = x\nos.system(z)",
    "a tuple": "z, w = a, x\nos.system(w)",
    "a tuple in a tuple": "z, (v, w) = a, (b, x)\nos.system(w)",
    "an unpacked value": "z, w = x.split(':')\nos.system(w)",
    "a starred target": "z, *w = x.split()\nos.system(w[0])",
    "a walrus": "if (z := x):\n    os.system(z)",
    "an addition": "os.system('ls ' + x)",
    "a long addition": "os.system('ls ' + a + ' ' + x + ' ' + b)",
    "an augmented assignment": "z = 'ls '\nz += x\nos.system(z)",
    "an f-string": "os.system(f'ls {x}')",
    "an f-string with format": "os.system(f'ls {x!s:>10}')",
    "adjacent strings": "os.system('ls ' f'{x}')",
    "percent": "os.system('ls %s' % x)",
    "percent with several": "os.system('%s %s' % (a, x))",
    "percent with names": "os.system('ls %(x)s' % {'x': x})",
    "format": "os.system('ls {}'.format(x))",
    "format with names": "os.system('ls {x}'.format(x=x))",
    "join": "os.system(' '.join(['ls', x]))",
    "join of a list that grows": "z = ['ls']\nz.append(x)\nos.system(' '.join(z))",
    "replace": "os.system('ls X'.replace('X', x))",
    "a method of it": "os.system(x.strip().lower())",
    "a part of it": "os.system(x[1:])",
    "an item": "z = {'a': x}\nos.system(z['a'])",
    "an item set": "z = {}\nz['a'] = x\nos.system(z['a'])",
    "an item set by another key": "z = {'a': 'ls'}\nz[b] = x\nos.system(z['a'])",
    "an item set on one branch": "z = {'a': x}\nif a:\n    z['a'] = 'ls'\nos.system(z['a'])",
    "another item of what came": "z = x\nz['a'] = 'ls'\nos.system(z['b'])",
    "an attribute set": "a.b = x\nos.system(a.b)",
    "either of two": "z = x if a else 'ls'\nos.system(z)",
    "or": "os.system(x or 'ls')",
    "str": "os.system(str(x))",
    "a comprehension": "os.system(' '.join(z for z in x))",
    "a comprehension's part": "os.system(' '.join([z + 'a' for z in x.split() if z]))",
    "a loop": "for z in x.split():\n    os.system(z)",
    "enumerate": "for i, z in enumerate(x):\n    os.system(z)",
    "a dictionary's items": "for k, v in request.form.items():\n    os.system(v)",
    "from one round to the next": "z = 'ls'\nfor i in a:\n    os.system(z)\n    z = x",
    "one branch": "z = 'ls'\nif a:\n    z = x\nos.system(z)",
    "the other branch": "if a:\n    z = 'ls'\nelif b:\n    z = x\nelse:\n    z = 'w'\nos.system(z)",
    "a try": "try:\n    z = x\nexcept ValueError:\n    z = ''\nos.system(z)",
    "an except": "z = 'ls'\ntry:\n    a()\nexcept ValueError:\n    z = x\nos.system(z)",
    "a finally": "try:\n    a()\nfinally:\n    os.system(x)",
    "a with": "with a(b) as f:\n    os.system(x)",
    "a match's capture": "match x:\n    case z:\n        os.system(z)",
    "a while": "while a:\n    z = x\n    os.system(z)",
    "an await": "os.system(await x)",
    "a lambda": "run = lambda: os.system(x)",
    "a function within": "def run():\n    os.system(x)",
    "an argument of a function within": "def run(z):\n    os.system(z)\nrun(x)",
    "a conditional import": "if a:\n    import os as o\n    o.system(x)",
    "an alias": "run = os.system\nrun(x)",
    "a look-up by text": "getattr(os, 'system')(x)",
    "code that is half typed": "z = x +\nos.system(x)\nif a b",
    "a path": "os.system(os.path.join('/a', x))",
    "after a break": "while a:\n    if b:\n        z = x\n        break\n    z = ''\nos.system(z)",
    "an unsure check": "if a == b:\n    os.system(x)",
    "a path object": "os.system(str(Path('/a') / x))",
}

STOPS = {
    "an unknown value": "os.system(a)",
    "a constant": "os.system('ls')",
    "overwritten": "z = x\nz = 'ls'\nos.system(z)",
    "the other part of a tuple": "z, w = a, x\nos.system(z)",
    "an index of enumerate": "for i, z in enumerate(x):\n    os.system(str(i))",
    "a number": "os.system('kill %d' % int(x))",
    "its length": "os.system('head -%d' % len(x))",
    "a comparison": "os.system(str(x == 'a'))",
    "a table": "T = {'a': 'ls'}\nos.system(T[x])",
    "a table with a default": "T = {'a': 'ls'}\nos.system(T.get(x, 'ps'))",
    "another item": "z = {}\nz['a'] = x\nz['b'] = 'ls'\nos.system(z['b'])",
    "an item overwritten": "z = {}\nz['a'] = x\nz['a'] = 'ls'\nos.system(z['a'])",
    "an unknown function": "os.system(a(x))",
    "in a loop over constants": "for z in ('a', 'b'):\n    os.system(z)",
    "one branch, when it returns": "z = 'ls'\nif a:\n    z = x\n    return\nos.system(z)",
    "after a return": "return\nos.system(x)",
    "after raise": "raise ValueError\nos.system(x)",
    "a function of that name": "def system(z): pass\nsystem(x)",
    "another object's method": "a.system(x)",
    "a parameter of a lambda": "run = lambda x: os.system(x)",
    "a comprehension's own name": "os.system(' '.join(x for x in ('a', 'b')))",
    "a UUID": "os.system('ls ' + str(uuid.UUID(x)))",
    "quoted": "os.system('ls ' + shlex.quote(x))",
    "quoted each": "os.system(' '.join(shlex.quote(z) for z in x.split()))",
}


@pytest.mark.parametrize("body", PASSES.values(), ids=PASSES)
def test_data_get_on(body: str) -> None:
    assert "HPY601" in rules(in_view(body))


@pytest.mark.parametrize("body", STOPS.values(), ids=STOPS)
def test_data_do_not_get_on(body: str) -> None:
    assert "HPY601" not in rules(in_view(body))
