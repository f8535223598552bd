class Pages {
    void f(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.getWriter().println("<p>" + request.getParameter("a")); // expect: HJV113
        out.print(request.getHeader("Referer")); // expect: HJV113
        out.print(Encode.forHtml(request.getParameter("a")));
        out.print("<p>");
        System.out.println(request.getParameter("a"));
        list.append(request.getParameter("a"));
    }
}
