import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Pool } from 'pg';
import { Webhook } from 'standardwebhooks';
import { Public } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { Shell } from '#eventlog/shell.js';
import type { NotificationContext } from '../domain/context.js';
import type { RequestState } from '../domain/request-state.js';
import { giveUpWhenNotReceived } from '../domain/settle-notices.js';
import { NoticeConfig } from '../notice-config.js';

class ReceiptDto {
  @IsUUID()
  noticeId!: string;

  @IsIn(['delivered', 'failed'])
  status!: 'delivered' | 'failed';

  @IsOptional()
  @IsString()
  @MaxLength(200)
  detail?: string;
}

/** What providers tell afterwards. Signed as Standard Webhooks; what was taken and did not arrive becomes a person's. */
@ApiTags('notification')
@Controller('v1/notices/receipts')
export class ReceiptsController {
  readonly #verifiers: readonly Webhook[];

  constructor(
    config: NoticeConfig,
    private readonly pool: Pool,
    private readonly shell: Shell<RequestState, NotificationContext>,
  ) {
    this.#verifiers = config.receiptSecrets.map((secret) => new Webhook(secret));
  }

  @Post()
  @Public()
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Taken; said again it changes nothing' })
  async receive(@Body() { noticeId, status }: ReceiptDto, @Req() request: FastifyRequest): Promise<void> {
    this.#verify(request);
    const { rows } = await this.pool.query<{ request_id: string; key: string }>({
      name: 'notification.receipt',
      text: `update notification.notice set receipt = $2 where id = $1 returning request_id, key`,
      values: [noticeId, status],
    });
    const notice = rows[0];
    if (!notice) throw new Problem('notice_not_found');
    if (status === 'failed')
      await this.shell.execute({
        requestId: notice.request_id,
        decide: (state, context) => giveUpWhenNotReceived(state, notice.key, context),
      });
  }

  #verify({ rawBody, headers }: FastifyRequest): void {
    // No secret was agreed: the route is as good as not there.
    if (this.#verifiers.length === 0) throw new Problem('not_found');
    const signed = this.#verifiers.some((verifier) => {
      try {
        verifier.verify(rawBody ?? '', headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    });
    if (!signed) throw new Problem('signature_invalid');
  }
}
