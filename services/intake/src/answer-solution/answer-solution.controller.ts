import { applyDecorators, Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Permit } from '#chassis/principal.js';
import { RequestId } from '#chassis/request-id.js';
import { answerSchema, type IntakeAnswer } from '../answer.js';
import { By, type Caller } from '#chassis/caller.js';
import { confirmSolution } from '../domain/confirm-solution.js';
import { disputeSolution } from '../domain/dispute-solution.js';
import { supplementRequest } from '../domain/supplement-request.js';
import { withdrawRequest } from '../domain/withdraw-request.js';
import { RunAct } from '../run-act.js';
import { ConfirmationDto, MaybeSaidDto, SaidDto } from './answer-solution.dto.js';

const RequesterRoute = (path: string) =>
  applyDecorators(
    Post(path),
    HttpCode(200),
    Permit('resident', 'officer', 'supervisor', 'admin'),
    ApiOkResponse({ schema: answerSchema as never, description: 'The request as intake knows it now' }),
  );

/** What the one who asked says next. Staff may only where they submitted it themselves, on somebody's behalf. */
@ApiTags('intake')
@Controller('v1/requests/:id')
export class AnswerSolutionController {
  constructor(private readonly acts: RunAct) {}

  @RequesterRoute('confirmation')
  confirm(
    @RequestId() id: string,
    @By() by: Caller,
    @Body() { rating, text }: ConfirmationDto,
  ): Promise<IntakeAnswer> {
    return this.acts.asRequester(id, by, text, (state, act, context) =>
      confirmSolution(state, { ...act, rating }, context),
    );
  }

  @RequesterRoute('dispute')
  dispute(@RequestId() id: string, @By() by: Caller, @Body() { text }: SaidDto): Promise<IntakeAnswer> {
    return this.acts.asRequester(id, by, text, disputeSolution);
  }

  @RequesterRoute('withdrawal')
  @ApiBody({ required: false, type: MaybeSaidDto })
  withdraw(@RequestId() id: string, @By() by: Caller, @Body() { text }: MaybeSaidDto): Promise<IntakeAnswer> {
    return this.acts.asRequester(id, by, text, (state, act, { now }) => withdrawRequest(state, act, now));
  }

  @RequesterRoute('supplements')
  supplement(@RequestId() id: string, @By() by: Caller, @Body() { text }: SaidDto): Promise<IntakeAnswer> {
    return this.acts.asRequester(id, by, text, supplementRequest);
  }
}
