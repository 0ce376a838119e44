import type { Principal } from '#chassis/principal.js';

/** Whom a token shall speak for. */
export type Claims = Partial<Principal> & { readonly sub: string };
