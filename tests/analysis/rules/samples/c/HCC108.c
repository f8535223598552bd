void f(void) {
  struct user *p = malloc(sizeof(p)); // expect: HCC108
  struct user *q = (struct user *)malloc(sizeof(struct user *)); // expect: HCC108
  struct user *a = malloc(sizeof(*a));
  struct user *b = malloc(sizeof(struct user));
  user_t *c = malloc(sizeof(user_t));
  char *d = malloc(n * sizeof(d));
}
