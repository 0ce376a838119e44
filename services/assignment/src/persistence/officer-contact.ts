import type { Sealer } from '#chassis/sealer.js';
import type { Officer } from '../domain/registry.js';

export interface OfficerContact {
  readonly name: string;
  readonly phone: string;
}

const NOBODY: OfficerContact = { name: '', phone: '' };

/** Who the officer is and how to reach them: for people and for the log, never for the core. */
export const openContact = (sealer: Sealer, officer: Officer | undefined): OfficerContact =>
  sealer.open<OfficerContact>(officer?.contact) ?? NOBODY;
