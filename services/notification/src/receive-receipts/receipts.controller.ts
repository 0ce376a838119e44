import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Pool } from 'pg';
import { Webhook } from 'standardwebhooks';
import { Public } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { inOneTrip } from '#eventlog/in-transaction.js';
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

interface Receipted {
  readonly seen: boolean;
  readonly request_id: string;
  readonly key: string;
  /** As it was before. */
  readonly receipt: string | null;
}

/** Twice as long as a signature is good for, past and future. */
const KEPT = '20 minutes';

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
    const webhookId = this.#verify(request);
    const { rows } = await inOneTrip<Receipted>(this.pool, {
      name: 'notification.receipt',
      // A copy of an earlier receipt must not overwrite a later one.
      text: `with old as (delete from notification.seen_receipt where seen_at < clock_timestamp() - $4::interval),
        first as (insert into notification.seen_receipt (webhook_id)
          select $3 where exists (select from notification.notice where id = $1)
          on conflict do nothing returning webhook_id),
        told as (update notification.notice set receipt = $2 where id = $1 and exists (select from first))
        select n.request_id, n.key, n.receipt, not exists (select from first) as seen from notification.notice n where n.id = $1`,
      values: [noticeId, status, webhookId, KEPT],
    });
    const notice = rows[0];
    if (!notice) throw new Problem('notice_not_found');
    // Sent again it may be because we failed in between; an earlier one that was overtaken stays without effect.
    if (status === 'failed' && (!notice.seen || notice.receipt === 'failed'))
      await this.shell.execute({
        requestId: notice.request_id,
        decide: (state, context) => giveUpWhenNotReceived(state, notice.key, context),
      });
  }

  /** @returns the id under which it was signed */
  #verify({ rawBody, headers }: FastifyRequest): string {
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
    return String(headers['webhook-id']);
  }
}
