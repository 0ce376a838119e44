import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { Pool } from 'pg';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import { toOffsetTime } from '#chassis/time.js';

class QueuePageDto {
  /** The last id of the page before. */
  @IsOptional()
  @IsUUID()
  after?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;
}

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
  @ApiOkResponse({ description: '{items: [{id, jurisdiction, areaCode, channel, queuedAt}], next}' })
  async list(@Me() me: Principal, @Query() { after, limit = 50 }: QueuePageDto) {
    const scope = me.area ?? me.jurisdiction ?? (me.role === 'admin' || me.role === 'monitor' ? '' : null);
    if (scope === null) return { items: [], next: null };
    const { rows } = await this.pool.query<Row>({
      name: 'triage-queue',
      text: `select request_id, body ->> 'jurisdiction' as jurisdiction, body ->> 'areaCode' as area_code,
                    body -> 'stated' ->> 'channel' as channel, body ->> 'queuedAt' as queued_at
             from triage.request
             where body ->> 'status' = 'queued' and ($1::uuid is null or request_id > $1)
               and starts_with(coalesce(body ->> 'areaCode', body ->> 'jurisdiction'), $2)
             order by request_id limit $3`,
      values: [after ?? null, scope, limit],
    });
    return {
      items: rows.map((row) => ({
        id: row.request_id,
        jurisdiction: row.jurisdiction,
        areaCode: row.area_code,
        channel: row.channel,
        queuedAt: toOffsetTime(row.queued_at),
      })),
      next: rows.length === limit ? rows.at(-1)!.request_id : null,
    };
  }
}
