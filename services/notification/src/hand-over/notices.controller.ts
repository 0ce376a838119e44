import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Pool } from 'pg';
import { CommandRunner } from '#chassis/command-runner.js';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { UUID } from '#chassis/request-id.js';
import { Sealer } from '#chassis/sealer.js';
import { rowScopeOf } from '#chassis/scope.js';
import { inOneTrip } from '#eventlog/in-transaction.js';
import type { NotificationContext } from '../domain/context.js';
import type { RequestState } from '../domain/request-state.js';
import { tellByHand } from '../domain/tell-by-hand.js';
import { IN_SCOPE, noticeScope } from './notice-scope.js';
import { NOTICE_COLUMNS, type NoticeRow, NoticeView, viewSchema } from './notice-view.js';
import { NoticesQuery, ToldDto } from './notices.dto.js';

const PAGE = 50;

/** What could not be delivered is a person's to say. */
@ApiTags('notification')
@Controller('v1/notices')
export class NoticesController {
  constructor(
    private readonly pool: Pool,
    private readonly commands: CommandRunner,
    private readonly sealer: Sealer,
    private readonly view: NoticeView,
  ) {}

  /** Oldest first; keyset pages. */
  @Get()
  @Permit('officer', 'supervisor', 'monitor', 'admin')
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['items', 'next'],
      properties: {
        items: { type: 'array', items: viewSchema as never },
        next: { type: ['string', 'null'] as never },
      },
    },
  })
  async list(
    @Query() { state = 'undeliverable', limit = PAGE, cursor = '0' }: NoticesQuery,
    @Me() me: Principal,
  ) {
    const scope = noticeScope(me);
    if (!scope) return { items: [], next: null };
    const { rows } = await inOneTrip<NoticeRow>(
      this.pool,
      {
        name: 'notification.list',
        text: `select ${NOTICE_COLUMNS} from notification.notice n
        where ${IN_SCOPE} and n.state = $3 and n.place > $4 order by n.place limit $5`,
        values: [scope.office, scope.area, state, cursor, limit + 1],
      },
      rowScopeOf(me),
    );
    const page = rows.slice(0, limit);
    return {
      items: page.map((row) => this.view.of(row)),
      next: rows.length > limit ? page.at(-1)!.place : null,
    };
  }

  /** The recipient was told in person. */
  @Post(':id/done-by-hand')
  @HttpCode(200)
  @Permit('officer', 'supervisor', 'admin')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' } })
  @ApiOkResponse({ schema: viewSchema as never })
  async told(
    @Param('id') id: string,
    @Body() { text }: ToldDto,
    @Me() me: Principal,
    @Req() request: FastifyRequest,
  ) {
    const row = await this.#inScope(id, me);
    const note = this.sealer.seal({ text });
    await this.commands.run<RequestState, NotificationContext, { readonly id: string }>({
      requestId: row.request_id,
      principal: me,
      request,
      patience: false,
      decide: (state) => tellByHand(state, { key: row.key, by: me.sub, note }),
      respond: () => ({ id }),
    });
    return this.view.of(await this.#inScope(id, me));
  }

  async #inScope(id: string, me: Principal): Promise<NoticeRow> {
    const scope = noticeScope(me);
    if (!scope || !UUID.test(id)) throw new Problem('notice_not_found');
    const { rows } = await inOneTrip<NoticeRow>(
      this.pool,
      {
        name: 'notification.one',
        text: `select ${NOTICE_COLUMNS} from notification.notice n where ${IN_SCOPE} and n.id = $3`,
        values: [scope.office, scope.area, id],
      },
      rowScopeOf(me),
    );
    if (!rows[0]) throw new Problem('notice_not_found');
    return rows[0];
  }
}
