import { applyDecorators, Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Permit } from '#chassis/principal.js';
import { RequestId } from '#chassis/request-id.js';
import { decideExtension } from '../domain/decide-extension.js';
import { pauseRequest } from '../domain/pause-request.js';
import { requestExtension } from '../domain/request-extension.js';
import { answerSupervision, openSupervision } from '../domain/supervise-request.js';
import {
  ExtensionDecisionDto,
  ExtensionDto,
  PauseDto,
  SupervisionDto,
  SupervisionReplyDto,
} from './acts.dto.js';
import { answerSchema, type DeadlinesAnswer } from './answer.js';
import { extensionWish } from './extension-wish.js';
import { Call, RunAct } from './run-act.js';
import { overTheArea } from './scope.js';

const ActRoute = (path: string) =>
  applyDecorators(
    Post(path),
    HttpCode(200),
    Permit('officer', 'supervisor', 'admin'),
    ApiHeader({ name: 'If-Match', required: true, description: 'ETag of the request, e.g. "1.3"' }),
    ApiHeader({ name: 'Idempotency-Key', required: false }),
    ApiOkResponse({ schema: answerSchema as never, description: 'The deadlines that run now' }),
  );

type Answer = Promise<DeadlinesAnswer>;

/** What moves deadlines, or adds one: only recorded acts do. */
@ApiTags('escalation')
@Controller('v1/requests/:id')
export class ActsController {
  constructor(private readonly acts: RunAct) {}

  /** The holder's office asks for more time. */
  @ActRoute('extension')
  extension(@RequestId() id: string, @Call() call: FastifyRequest, @Body() dto: ExtensionDto): Answer {
    const until = extensionWish(dto);
    return this.acts.run(id, call, dto.text, (state, act, context) =>
      requestExtension(state, { ...act, until }, context),
    );
  }

  /** A level above grants or refuses it. */
  @ActRoute('extension/decision')
  decision(
    @RequestId() id: string,
    @Call() call: FastifyRequest,
    @Body() { grant, text }: ExtensionDecisionDto,
  ): Answer {
    return this.acts.run(
      id,
      call,
      text,
      (state, act, context) => decideExtension(state, { ...act, grant }, context),
      overTheArea,
    );
  }

  /** A level above stops the clock until a date. */
  @ActRoute('pause')
  pause(@RequestId() id: string, @Call() call: FastifyRequest, @Body() dto: PauseDto): Answer {
    const { until, reasonCode, text } = dto;
    return this.acts.run(
      id,
      call,
      text,
      (state, act, context) => pauseRequest(state, { ...act, until, reasonCode }, context),
      overTheArea,
    );
  }

  /** A level above wants a reply. */
  @ActRoute('supervision')
  supervise(@RequestId() id: string, @Call() call: FastifyRequest, @Body() dto: SupervisionDto): Answer {
    const { replyBy = null } = dto;
    return this.acts.run(
      id,
      call,
      dto.text,
      (state, act, context) => openSupervision(state, { ...act, replyBy }, context),
      overTheArea,
    );
  }

  /** The holder's office replies. */
  @ActRoute('supervision/reply')
  reply(
    @RequestId() id: string,
    @Call() call: FastifyRequest,
    @Body() { text }: SupervisionReplyDto,
  ): Answer {
    return this.acts.run(id, call, text, answerSupervision);
  }
}
