class Security {
    void f(HttpSecurity http) throws Exception {
        http.csrf().disable(); // expect: HJV111
        http.csrf(csrf -> csrf.disable()); // expect: HJV111
        http.csrf(AbstractHttpConfigurer::disable); // expect: HJV111
        http.csrf(Customizer.withDefaults());
        http.cors().disable();
        http.csrf(csrf -> csrf.ignoringRequestMatchers("/api/**"));
    }
}
