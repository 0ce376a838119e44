import { Injectable } from '@nestjs/common';
import type { Words } from '../domain/event-text.js';
import { ProfileStore } from '#profile/profile-store.js';

export interface Practice {
  readonly code: string;
  readonly name: string;
  /** Lowest first; the rung beyond last. */
  readonly levels: readonly { readonly id: string; readonly title: Words; readonly beyond: boolean }[];
  readonly categories: Readonly<Record<string, Words>>;
}

/** The jurisdictions and the rungs of the practice in force in each, for whoever draws them. */
@Injectable()
export class Practices {
  readonly all: readonly Practice[];

  constructor(profiles: ProfileStore) {
    this.all = profiles.jurisdictions.map(({ code, name }) => {
      const { profile } = profiles.forJurisdiction(code)!;
      const levels = profile.levels.map(({ id, title }) => ({ id, title, beyond: false }));
      const beyond = profile.beyond
        ? [{ id: profile.beyond.id, title: profile.beyond.title, beyond: true }]
        : [];
      return {
        code,
        name,
        levels: [...levels, ...beyond],
        categories: Object.fromEntries(profile.categories.map(({ id, title }) => [id, title])),
      };
    });
  }
}
