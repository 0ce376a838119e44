import { applyDecorators, Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { parseIfMatch } from '#chassis/if-match.js';
import { Permit } from '#chassis/principal.js';
import { RequestId } from '#chassis/request-id.js';
import { answerSchema, type IntakeAnswer } from '../answer.js';
import { By, type Caller } from '#chassis/caller.js';
import { askClosingException } from '../domain/ask-closing-exception.js';
import { decideClosingException } from '../domain/decide-closing-exception.js';
import { RunAct } from '../run-act.js';
import { ExceptionDecisionDto, ExceptionDto } from './close-by-exception.dto.js';

const StaffRoute = (path: string) =>
  applyDecorators(
    Post(path),
    HttpCode(200),
    Permit('officer', 'supervisor', 'admin'),
    ApiHeader({ name: 'If-Match', required: true, description: 'ETag of the request, e.g. "1.3"' }),
    ApiOkResponse({ schema: answerSchema as never, description: 'The request as intake knows it now' }),
  );

/** Closing a solved request without the requester's word: the holder asks, a level above decides. */
@ApiTags('intake')
@Controller('v1/requests/:id/closing-exception')
export class CloseByExceptionController {
  constructor(private readonly acts: RunAct) {}

  @StaffRoute('')
  ask(
    @RequestId() id: string,
    @By() by: Caller,
    @Body() { reasonCode, text }: ExceptionDto,
  ): Promise<IntakeAnswer> {
    const { assignmentNumber } = parseIfMatch(by.request);
    return this.acts.asHolder(id, by, text, (state, act, context) =>
      askClosingException(state, { ...act, assignmentNumber, reasonCode }, context),
    );
  }

  @StaffRoute('decision')
  decide(
    @RequestId() id: string,
    @By() by: Caller,
    @Body() { approve, text }: ExceptionDecisionDto,
  ): Promise<IntakeAnswer> {
    const { assignmentNumber } = parseIfMatch(by.request);
    const { role, level } = by.principal;
    const who = {
      approved: approve,
      deciderLevel: role === 'admin' ? null : (level ?? ''),
      supervises: role === 'supervisor',
    };
    return this.acts.asStaff(id, by, text, (state, act, context) =>
      decideClosingException(state, { ...act, ...who, assignmentNumber }, context),
    );
  }
}
