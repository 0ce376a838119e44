import { type Language } from './language.js';
import type { Problem, Said } from './problem.js';
import { entryOf } from './problem-catalogue.js';

/** RFC 9457, with the catalogue's code and the trace to ask about. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly errors?: readonly {
    readonly pointer: string;
    readonly in?: string;
    readonly rule?: string;
    readonly detail: string;
  }[];
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly traceId: string;
}

/** @param instance path of the call without its query, which may hold what nobody should see again */
export function problemBody(
  problem: Problem,
  language: Language,
  instance: string,
  traceId: string,
): ProblemBody {
  const { code, options } = problem;
  const entry = entryOf(code);
  const chinese = language === 'zh-CN';
  const said = (words: string | Said): string =>
    typeof words === 'string' ? words : chinese ? words.zh : words.en;
  const errors = options.errors?.map(({ detail, ...fault }) => ({ ...fault, detail: said(detail) }));
  return {
    type: `https://liandong.dev/errors#${code}`,
    title: chinese ? entry.zh : entry.en,
    status: entry.status,
    detail: options.detail ? said(options.detail) : chinese ? entry.remedyZh : entry.remedyEn,
    instance,
    code,
    ...(errors?.length ? { errors } : {}),
    ...(options.facts && Object.keys(options.facts).length > 0 ? { facts: options.facts } : {}),
    traceId,
  };
}
