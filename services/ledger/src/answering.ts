import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Clock } from '#chassis/clock.js';
import { languageOf } from '#chassis/language.js';
import { Sealer } from '#chassis/sealer.js';
import type { ProfileRef } from '#contracts/parts.js';
import { ProfileStore } from '#profile/profile-store.js';
import { answerRequest, type RequestAnswer } from './answer-request.js';
import type { Names } from './domain/event-text.js';
import { namesOfProfile } from './domain/names-of-profile.js';
import type { RequestView } from './domain/request-view.js';

/** Puts views into the caller's words. */
@Injectable()
export class Answering {
  readonly #names = new Map<string, Names>();

  constructor(
    readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly profiles: ProfileStore,
  ) {}

  request(view: RequestView, { headers }: Pick<FastifyRequest, 'headers'>): RequestAnswer {
    return answerRequest(view, {
      language: languageOf(headers['accept-language']),
      names: this.names(view.profile),
      sealer: this.sealer,
      now: this.clock.nowInstant(),
    });
  }

  /** Ids stand for themselves where the installation has lost the practice: what happened stays readable. */
  names(ref: ProfileRef): Names {
    const key = `${ref.name}@${ref.version}`;
    let names = this.#names.get(key);
    if (!names) this.#names.set(key, (names = namesOfProfile(this.#profile(ref))));
    return names;
  }

  #profile(ref: ProfileRef) {
    try {
      return this.profiles.byRef(ref);
    } catch {
      return undefined;
    }
  }
}
