eval(formula); // expect: HJS101
eval("a" + b); // expect: HJS101
const f = new Function("a", body); // expect: HJS101
const g = Function(body); // expect: HJS101
vm.runInNewContext(code, {}); // expect: HJS101
vm.runInThisContext(`x = ${value}`); // expect: HJS101

eval("1 + 1");
eval(PRELUDE);
eval(`constant`);
new Function("a", "b", "return a + b");
vm.runInNewContext("a + b", { a, b });
parser.eval(node);
evaluate(formula);
// eval(formula)
const text = "eval(formula)";
