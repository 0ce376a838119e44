import { Controller, Get, Header, Param, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Pool } from 'pg';
import { languageOf } from '#chassis/language.js';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import { rowScopeOf } from '#chassis/scope.js';
import { inOneTrip } from '#eventlog/in-transaction.js';
import { timelineSchema } from '../answer-schemas.js';
import { Answering } from '../answering.js';
import { ReadView } from '../read-request/read-view.js';
import { answerEntry, type EntryAnswer, type EntryRow } from './answer-entry.js';

@ApiTags('ledger')
@Controller('v1/requests')
export class TimelineController {
  constructor(
    private readonly views: ReadView,
    private readonly answering: Answering,
    private readonly pool: Pool,
  ) {}

  /** The whole life, with the reason of every move in the caller's language. */
  @Get(':id/timeline')
  @Permit('resident', 'officer', 'supervisor', 'monitor', 'admin')
  @Header('cache-control', 'private, no-cache')
  @ApiOkResponse({ schema: timelineSchema as never })
  async read(
    @Me() me: Principal,
    @Param('id') id: string,
    @Req() { headers }: FastifyRequest,
  ): Promise<{ items: EntryAnswer[] }> {
    const view = await this.views.read(id, me);
    const query = {
      name: 'ledger.timeline',
      text: `select seq, at, type, by, level, assignment_number, reason, about, sealed
             from ledger.timeline_entry where request_id = $1 order by seq`,
      values: [view.requestId],
    };
    const { rows } = await inOneTrip<EntryRow>(this.pool, query, rowScopeOf(me));
    const language = languageOf(headers['accept-language']);
    const names = this.answering.names(view.profile);
    const isRequester = view.requester.id === me.sub;
    return {
      items: rows.map((row) =>
        answerEntry(row, {
          language,
          names,
          // Monitors count and compare; what people wrote to each other is not theirs.
          open: me.role === 'monitor' ? () => null : (sealed) => this.answering.sealer.open(sealed),
          hidesRequester: view.requester.anonymous && !isRequester,
        }),
      ),
    };
  }
}
