import type { Claims } from '#local-system/claims.js';

/** An answer that was not 2xx, with its problem+json. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: { code?: string; title?: string; detail?: string; facts?: { form?: string } },
    what: string,
  ) {
    super(`${what}: ${status} ${problem.code ?? ''} ${problem.title ?? ''} ${problem.detail ?? ''}`.trim());
  }
}

export interface RequestView {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly severity: string | null;
  readonly kind: string | null;
  readonly level: string | null;
  readonly assignment: {
    readonly number: number;
    readonly level: string;
    readonly office: { readonly code: string; readonly name: string };
    readonly officer: { readonly id: string; readonly name: string };
    readonly acceptedAt?: string;
  } | null;
  readonly deadlines: readonly {
    readonly kind: string;
    readonly dueAt: string;
    readonly provisional: boolean;
  }[];
  readonly next: { readonly level: string; readonly at: string; readonly reason: string } | null;
  readonly receivedAt: string;
}

/** Speaks to the gateway as whoever the token says. Tokens are minted once per claims. */
export class CityClient {
  private readonly tokens = new Map<string, Promise<string>>();

  constructor(
    readonly baseUrl: string,
    private readonly mint: (claims: Claims) => Promise<string>,
  ) {}

  token(claims: Claims): Promise<string> {
    const key = JSON.stringify(claims);
    const known = this.tokens.get(key) ?? this.mint(claims);
    this.tokens.set(key, known);
    return known;
  }

  async get<T>(path: string, as: Claims): Promise<{ body: T; etag: string | null }> {
    return this.call<T>('GET', path, as, undefined, {});
  }

  async send<T>(
    method: 'POST' | 'PUT',
    path: string,
    as: Claims,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ body: T; etag: string | null }> {
    return this.call<T>(method, path, as, body, headers);
  }

  /** Acts on the assignment as it is now: reads the ETag, sends it along. */
  async act(id: string, path: string, as: Claims, body: unknown): Promise<RequestView> {
    const { etag } = await this.get<RequestView>(`/v1/requests/${id}`, as);
    return (
      await this.send<RequestView>('POST', `/v1/requests/${id}/${path}`, as, body, { 'if-match': etag ?? '' })
    ).body;
  }

  private async call<T>(
    method: string,
    path: string,
    as: Claims,
    body: unknown,
    headers: Record<string, string>,
  ) {
    const csv = typeof body === 'string';
    const answer = await fetch(this.baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${await this.token(as)}`,
        ...(body === undefined ? {} : { 'content-type': csv ? 'text/csv' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: csv ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const parsed = text ? JSON.parse(text) : {};
    if (!answer.ok) throw new Refused(answer.status, parsed, `${method} ${path}`);
    return { body: parsed as T, etag: answer.headers.get('etag') };
  }
}
