import { Controller, Get, Header, Param, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Pool } from 'pg';
import { Config } from '#chassis/config.js';
import { languageOf } from '#chassis/language.js';
import { Public } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { toOffsetTime } from '#chassis/time.js';
import { inOneTrip } from '#eventlog/in-transaction.js';
import { trackingProofMatches } from '#contracts/tracking-proof.js';
import { Answering } from '../answering.js';
import type { RequestView } from '../domain/request-view.js';
import { trackingSchema } from './tracking-schema.js';
import { TryLimit } from './try-limit.js';

class ProofDto {
  @Matches(/^\d{4}$/)
  phoneLast4!: string;
}

const WINDOW_MS = 10 * 60_000;
/** Set by the gateway, which knows whom it talks to. */
const CLIENT_ADDRESS = 'x-client-address';

/** Where a request is, for whoever has its number and the phone it was left with; no names, no text. */
@ApiTags('ledger')
@Public()
@Controller('v1/tracking')
export class TrackingController {
  readonly #keys: readonly Buffer[];
  readonly #byAddress = new TryLimit(60, WINDOW_MS);
  /** Four digits are 10,000 endings: whoever guesses them for one number is stopped wherever they come from. */
  readonly #byNumber = new TryLimit(20, WINDOW_MS);

  constructor(
    private readonly pool: Pool,
    private readonly answering: Answering,
    config: Config,
  ) {
    this.#keys = config.sealKeys.map(({ key }) => key);
  }

  @Get(':number')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ schema: trackingSchema as never, description: 'Where it is now' })
  async track(
    @Param('number') number: string,
    @Query() { phoneLast4 }: ProofDto,
    @Req() request: FastifyRequest,
  ) {
    const digits = number.replace(/[\s-]/g, '');
    const address = String(request.headers[CLIENT_ADDRESS] ?? request.ip);
    const wait = Math.max(this.#byAddress.waitFor(address), this.#byNumber.waitFor(digits));
    if (wait > 0) throw new Problem('too_many_requests', { headers: { 'retry-after': String(wait) } });
    const view = /^\d{10,40}$/.test(digits) ? await this.#find(digits) : undefined;
    if (!view || !trackingProofMatches(this.#keys, view.trackingProof, view.number, phoneLast4)) {
      this.#byAddress.count(address);
      this.#byNumber.count(digits.slice(0, 40));
      throw new Problem('not_found');
    }
    return this.#answer(view, request);
  }

  async #find(digits: string): Promise<RequestView | undefined> {
    const query = {
      name: 'ledger.by-number',
      text: `select r.body from ledger.request_list l join ledger.request r using (request_id) where l.number_digits = $1`,
      values: [digits],
    };
    // The proof opens it, no area.
    const { rows } = await inOneTrip<{ body: RequestView }>(this.pool, query);
    return rows[0]?.body;
  }

  #answer(view: RequestView, request: FastifyRequest) {
    const { state, number, receivedAt, endedAt, deadlines, next, pausedUntil } = view;
    const { level } = this.answering.names(view.profile);
    const language = languageOf(request.headers['accept-language']) === 'en' ? 'en' : 'zh';
    const named = (id: string | null) => (id === null ? null : level(id)[language]);
    const until = deadlines.find(({ kind }) => kind === 'resolve' || kind === 'beyond_reply')?.dueAt;
    return {
      number,
      state,
      level: named(view.level),
      office: view.assignment?.office.name ?? null,
      receivedAt: toOffsetTime(receivedAt),
      until: until ? toOffsetTime(until) : null,
      next: next && { level: named(next.level), at: toOffsetTime(next.at) },
      pausedUntil: pausedUntil && toOffsetTime(pausedUntil),
      endedAt: endedAt && toOffsetTime(endedAt),
    };
  }
}
