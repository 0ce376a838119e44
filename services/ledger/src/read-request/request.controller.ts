import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiNotModifiedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerGone } from '#chassis/caller-gone.js';
import { etagOf } from '#chassis/if-match.js';
import { Lifecycle } from '#chassis/lifecycle.js';
import { LONGEST_WAIT_S, waitWishedS } from '#chassis/prefer-wait.js';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import type { RequestAnswer } from '../answer-request.js';
import { requestSchema } from '../answer-schemas.js';
import { Answering } from '../answering.js';
import type { RequestView } from '../domain/request-view.js';
import { ReadView } from './read-view.js';

@ApiTags('ledger')
@Controller('v1/requests')
export class RequestController {
  constructor(
    private readonly views: ReadView,
    private readonly answering: Answering,
    private readonly lifecycle: Lifecycle,
  ) {}

  /**
   * Where it is now, until when, who is next. The ETag is what officers' acts send as If-Match. With If-None-Match and
   * `Prefer: wait=20` the answer comes when the request has changed, or 304 after so many seconds (30 at most).
   */
  @Get(':id')
  @Permit('resident', 'officer', 'supervisor', 'monitor', 'admin')
  @Header('cache-control', 'private, no-cache')
  @Header('vary', 'authorization, accept-language, prefer')
  @ApiHeader({ name: 'If-None-Match', required: false, description: '已知的 ETag / the ETag that is known' })
  @ApiHeader({
    name: 'Prefer',
    required: false,
    description: `wait=N:等到有变化再答,最多 ${LONGEST_WAIT_S} 秒 / answers once it has changed, after ${LONGEST_WAIT_S} s at most`,
    example: 'wait=20',
  })
  @ApiOkResponse({ schema: requestSchema as never })
  @ApiNotModifiedResponse({ description: '没有变化 / it has not changed' })
  async read(
    @Me() me: Principal,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RequestAnswer | undefined> {
    const isKnown = (view: RequestView) => matches(request.headers['if-none-match'], tagOf(view));
    const waitS = waitWishedS(request.headers);
    if (waitS > 0) void reply.header('preference-applied', `wait=${waitS}`);
    const view = await (waitS > 0
      ? this.views.readOnceChanged(id, me, isKnown, this.#over(waitS, reply))
      : this.views.read(id, me));
    void reply.header('etag', tagOf(view));
    if (isKnown(view)) {
      void reply.status(304);
      return undefined;
    }
    return this.answering.request(view, request);
  }

  /** When the time is over, the process ends, or the caller has gone. */
  #over(seconds: number, reply: FastifyReply): AbortSignal {
    return AbortSignal.any([AbortSignal.timeout(seconds * 1000), this.lifecycle.ending, callerGone(reply)]);
  }
}

const tagOf = ({ assignmentNumber, assignmentSequence: sequence, entries }: RequestView): string =>
  etagOf({ assignmentNumber, sequence }, entries);

const matches = (header: string | undefined, etag: string): boolean =>
  header?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*') ?? false;
