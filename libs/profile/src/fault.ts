/** One thing wrong with a profile: where, what, and how to mend it. */
export interface ProfileFault {
  /** JSON pointer, e.g. `/levels/2/deadlines/resolve/within/ordinary`. */
  readonly path: string;
  /** Line in the YAML file, 1-based; null where the path stands nowhere in it. */
  readonly line: number | null;
  readonly zh: string;
  readonly en: string;
  readonly hint: string;
}

/** A fault before the file is asked for its line. */
export type Finding = Omit<ProfileFault, 'line'>;

export const showFault = (file: string, fault: ProfileFault): string =>
  `${file}${fault.line === null ? '' : `:${fault.line}`} ${fault.path || '/'}: ${fault.zh} / ${fault.en}\n    → ${fault.hint}`;

/** Profiles that must not be used; the message lists every fault. */
export class ProfileFaults extends Error {
  constructor(readonly faults: readonly { readonly file: string; readonly fault: ProfileFault }[]) {
    super(
      [
        '配置有误,拒绝使用 / profiles refused:',
        ...faults.map(({ file, fault }) => showFault(file, fault)),
      ].join('\n'),
    );
  }
}
