import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { PageSizeDto } from '#chassis/page-size.dto.js';
import type { FastifyReply } from 'fastify';
import { Config } from '#chassis/config.js';
import { Public } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { NoticeConfig } from '../notice-config.js';
import { type CaughtNotice, CaughtNotices, caughtSchema } from './caught-notices.js';
import { OUTBOX_POLICY, outboxPage } from './outbox-page.js';

class OutboxQuery extends PageSizeDto {
  /** Tracking number. */
  @IsOptional()
  @Matches(/^[\d-]{1,40}$/)
  number?: string;
}

/** Open to everybody, and there only in a demo that catches notices instead of sending them. */
@ApiTags('notification')
@Controller('dev')
export class OutboxController {
  constructor(
    private readonly installation: Config,
    private readonly config: NoticeConfig,
    private readonly caught: CaughtNotices,
  ) {}

  @Get('outbox')
  @Public()
  @ApiExcludeEndpoint()
  async page(@Query() query: OutboxQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const notices = await this.#list(query);
    void reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', OUTBOX_POLICY)
      .header('cache-control', 'no-store');
    return outboxPage(notices, query.number ?? null);
  }

  @Get('outbox.json')
  @Public()
  @ApiOkResponse({
    description: 'Caught notices in the order of sending; phones masked',
    schema: {
      type: 'object',
      required: ['items'],
      properties: { items: { type: 'array', items: caughtSchema as never } },
    },
  })
  async json(@Query() query: OutboxQuery): Promise<{ items: CaughtNotice[] }> {
    return { items: await this.#list(query) };
  }

  #list({ number, limit = 200 }: OutboxQuery): Promise<CaughtNotice[]> {
    if (!this.installation.demo || this.config.channel.channel !== 'catcher') throw new Problem('not_found');
    return this.caught.list(number ?? null, limit);
  }
}
