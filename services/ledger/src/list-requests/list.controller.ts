import { Controller, Get, Header, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Pool } from 'pg';
import { Clock } from '#chassis/clock.js';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { rowScopeOf } from '#chassis/scope.js';
import { inOneTrip } from '#eventlog/in-transaction.js';
import type { RequestAnswer } from '../answer-request.js';
import { requestPageSchema } from '../answer-schemas.js';
import { Answering } from '../answering.js';
import type { RequestView } from '../domain/request-view.js';
import { cursorOf, placeOf } from './cursor.js';
import { ListDto } from './list.dto.js';
import { listStatement } from './list-statement.js';

const NOT_A_CURSOR = { zh: '不是本接口给出的游标', en: 'is none of our cursors' };

@ApiTags('ledger')
@Controller('v1/requests')
export class ListController {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly answering: Answering,
  ) {}

  /** Newest first, within what the caller may see. */
  @Get()
  @Permit('resident', 'officer', 'supervisor', 'monitor', 'admin')
  @Header('cache-control', 'private, no-store')
  @ApiOkResponse({ schema: requestPageSchema as never })
  async list(
    @Me() me: Principal,
    @Query() filter: ListDto,
    @Req() request: FastifyRequest,
  ): Promise<{ items: RequestAnswer[]; next: string | null }> {
    const after = filter.after === undefined ? null : placeOf(filter.after);
    if (filter.after !== undefined && !after)
      throw new Problem('validation_failed', {
        errors: [{ pointer: '/after', in: 'query', rule: 'cursor', detail: NOT_A_CURSOR }],
      });
    const limit = filter.limit ?? 50;
    const now = this.clock.nowInstant();
    const { rows } = await inOneTrip<{ body: RequestView }>(
      this.pool,
      listStatement(filter, after, me, { now, limit: limit + 1 }),
      rowScopeOf(me),
    );
    const page = rows.slice(0, limit).map(({ body }) => body);
    const last = page.at(-1);
    const more = rows.length > limit && last;
    return {
      items: page.map((view) => this.answering.request(view, request)),
      next: more ? cursorOf({ submittedAt: last.receivedAt, id: last.requestId }) : null,
    };
  }
}
