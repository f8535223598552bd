function run(code: string): unknown {
  return eval(code); // expect: HJS101
}

const constant: number = eval("1 + 1");
