import type { ProblemCode } from './problem-catalogue.js';

/** The same words in both languages; the filter takes the caller's. */
export interface Said {
  readonly zh: string;
  readonly en: string;
}

export interface FieldFault {
  /** JSON pointer into the body (`/contact/phone`), or `/<name>` of a parameter where `in` says so. */
  readonly pointer: string;
  readonly detail: string | Said;
  /** The rule that was broken, e.g. `isUuid`. */
  readonly rule?: string;
  /** Absent: in the body. */
  readonly in?: 'query' | 'path';
}

export interface ProblemOptions {
  readonly detail?: string | Said;
  readonly errors?: readonly FieldFault[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Facts for the caller, without personal data; answered under `facts`. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** A refusal the caller is told about, by its code in the catalogue; answered as RFC 9457 problem+json. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly options: ProblemOptions = {},
  ) {
    super(code);
    this.name = 'Problem';
  }
}
