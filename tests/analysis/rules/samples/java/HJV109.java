class Scripts {
    void f(ScriptEngine engine, ExpressionParser parser, String text) throws Exception {
        engine.eval(text); // expect: HJV109
        engine.eval("f(" + text + ")"); // expect: HJV109
        parser.parseExpression(text).getValue(); // expect: HJV109
        engine.eval("1 + 1");
        parser.parseExpression("name");
    }
}
