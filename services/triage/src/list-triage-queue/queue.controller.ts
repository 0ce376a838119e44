import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Pool } from 'pg';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import { toOffsetTime } from '#chassis/time.js';
import { QueuePageDto } from './queue-page.dto.js';
import { queuePageSchema } from './queue-page-schema.js';

interface Row {
  readonly request_id: string;
  readonly jurisdiction: string;
  readonly area_code: string | null;
  readonly channel: string;
  readonly queued_at: string;
}

/** Requests that no rule decided, oldest first, within the area of whoever asks. */
@ApiTags('triage')
@Controller('v1/triage/queue')
export class QueueController {
  constructor(private readonly pool: Pool) {}

  @Get()
  @Permit('officer', 'supervisor', 'monitor', 'admin')
  @ApiOkResponse({ schema: queuePageSchema as never })
  async list(@Me() me: Principal, @Query() { after, limit = 50 }: QueuePageDto) {
    const scope = scopeOf(me);
    if (!scope) return { items: [], next: null };
    // One more than asked for tells whether there is a next page.
    const { rows } = await this.pool.query<Row>({
      name: 'triage.queue',
      text: `select request_id, body ->> 'jurisdiction' as jurisdiction, body ->> 'areaCode' as area_code,
                    body -> 'stated' ->> 'channel' as channel, body ->> 'queuedAt' as queued_at
             from triage.request
             where body ->> 'status' = 'queued' and ($1::uuid is null or request_id > $1)
               and starts_with(coalesce(body ->> 'areaCode', body ->> 'jurisdiction'), $2)
               and starts_with(body ->> 'jurisdiction', $3)
             order by request_id limit $4 + 1`,
      values: [after ?? null, scope.area, scope.jurisdiction, limit],
    });
    const page = rows.slice(0, limit);
    return {
      items: page.map((row) => ({
        id: row.request_id,
        jurisdiction: row.jurisdiction,
        areaCode: row.area_code,
        channel: row.channel,
        queuedAt: toOffsetTime(row.queued_at),
      })),
      next: rows.length > limit ? page.at(-1)!.request_id : null,
    };
  }
}

/** Prefixes that must hold, '' for all; null: nothing may be seen. The same rule as `coversArea`: a missing claim never widens. */
function scopeOf({ role, jurisdiction, area }: Principal): { jurisdiction: string; area: string } | null {
  const wholeJurisdiction = role === 'admin' || role === 'monitor';
  if (area === null && !wholeJurisdiction) return null;
  return { jurisdiction: jurisdiction ?? '', area: area ?? '' };
}
