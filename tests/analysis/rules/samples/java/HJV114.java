class Redirects {
    void f(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.sendRedirect(request.getParameter("next")); // expect: HJV114
        response.sendRedirect("/home");
        response.sendRedirect(targets.get(request.getParameter("next")));
        response.sendRedirect("/users/" + request.getParameter("id"));
    }
}
