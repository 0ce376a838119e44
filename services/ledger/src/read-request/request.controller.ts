import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { etagOf } from '#chassis/if-match.js';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import type { RequestAnswer } from '../answer-request.js';
import { requestSchema } from '../answer-schemas.js';
import { Answering } from '../answering.js';
import { ReadView } from './read-view.js';

@ApiTags('ledger')
@Controller('v1/requests')
export class RequestController {
  constructor(
    private readonly views: ReadView,
    private readonly answering: Answering,
  ) {}

  /** Where it is now, until when, who is next. The ETag is what officers' acts send as If-Match. */
  @Get(':id')
  @Permit('resident', 'officer', 'supervisor', 'monitor', 'admin')
  @Header('cache-control', 'private, no-cache')
  @Header('vary', 'authorization, accept-language')
  @ApiOkResponse({ schema: requestSchema as never })
  async read(
    @Me() me: Principal,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RequestAnswer | undefined> {
    const view = await this.views.read(id, me);
    const { assignmentNumber, assignmentSequence: sequence, entries } = view;
    const etag = etagOf({ assignmentNumber, sequence }, entries);
    void reply.header('etag', etag);
    if (matches(request.headers['if-none-match'], etag)) {
      void reply.status(304);
      return undefined;
    }
    return this.answering.request(view, request);
  }
}

const matches = (header: string | undefined, etag: string): boolean =>
  header?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*') ?? false;
