/** The routes served, to tell a wrong method (405, with Allow) from a wrong address (404). */
export class RouteTable {
  readonly #routes: { readonly pattern: RegExp; readonly methods: Set<string>; readonly url: string }[] = [];

  add(method: string | readonly string[], url: string): void {
    // For callers from outside the internal routes do not exist, whatever the method.
    if (url.startsWith('/internal')) return;
    let route = this.#routes.find((one) => one.url === url);
    if (!route) {
      const pattern = new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`);
      if (url.includes('*')) return;
      this.#routes.push((route = { url, pattern, methods: new Set() }));
    }
    for (const one of [method].flat()) route.methods.add(one);
  }

  /** Methods served at the path; none where the path is unknown. */
  methodsAt(path: string): string[] {
    return [
      ...new Set(
        this.#routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => [...methods]),
      ),
    ];
  }
}
