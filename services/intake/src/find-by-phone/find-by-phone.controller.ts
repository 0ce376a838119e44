import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Pool } from 'pg';
import { By, type Caller } from '#chassis/caller.js';
import { ContactIndex } from '#chassis/contact-index.js';
import { Permit } from '#chassis/principal.js';
import { rowScopeOf } from '#chassis/scope.js';
import { inOneTrip } from '#eventlog/in-transaction.js';
import { answerOf, answerSchema, type IntakeAnswer } from '../answer.js';
import type { RequestState } from '../domain/request-state.js';
import { checkExactlyOne } from '../check-exactly-one.js';
import { isStaffInScope } from '../may-see.js';
import { PhoneDto } from './find-by-phone.dto.js';

/** Somebody calls again: the newest are what they call about. */
const MOST = 50;

/** Requests of a caller, found by a keyed hash of the phone; a POST, so that the number stands in no address and no log. */
@ApiTags('intake')
@Controller('v1/requests/by-phone')
export class FindByPhoneController {
  constructor(
    private readonly pool: Pool,
    private readonly index: ContactIndex,
  ) {}

  @Post()
  @HttpCode(200)
  @Permit('officer', 'supervisor', 'admin')
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['items'],
      properties: { items: { type: 'array', maxItems: MOST, items: answerSchema as never } },
    },
    description: `Those the caller may see, newest first, ${MOST} at most`,
  })
  async find(@By() { principal, reply }: Caller, @Body() dto: PhoneDto): Promise<{ items: IntakeAnswer[] }> {
    checkExactlyOne(dto, ['phone', 'lastFour']);
    void reply.header('cache-control', 'no-store');
    const query =
      dto.phone === undefined
        ? this.#query('contact_last_four', this.index.byLastFour(dto.lastFour!))
        : this.#query('contact_phone', this.index.byPhone(dto.phone));
    const { rows } = await inOneTrip<{ body: RequestState }>(this.pool, query, rowScopeOf(principal));
    const seen = rows.map(({ body }) => body).filter((state) => isStaffInScope(principal, state));
    return { items: seen.slice(0, MOST).map(answerOf) };
  }

  #query(column: 'contact_phone' | 'contact_last_four', hashes: readonly string[]) {
    return {
      name: `intake.by-${column}`,
      text: `select body from intake.request where ${column} = any($1::text[]) order by request_id desc limit 1000`,
      values: [hashes],
    };
  }
}
