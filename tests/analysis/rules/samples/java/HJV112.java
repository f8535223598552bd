class Files {
    void f(HttpServletRequest request) throws Exception {
        File a = new File("/data/" + request.getParameter("name")); // expect: HJV112
        Path b = Paths.get("/data", request.getPathInfo()); // expect: HJV112
        InputStream c = new FileInputStream(request.getHeader("X-File")); // expect: HJV112
        File d = new File("/data", FilenameUtils.getName(request.getParameter("name")));
        File e = new File("/data/motd");
        String g = Path.describe(request.getParameter("name"));
        User h = new User(request.getParameter("name"));
    }
}
