import { Body, Controller, HttpCode, Post, applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Permit } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { RequestId } from '#chassis/request-id.js';
import { acceptAssignment } from '../domain/accept-assignment.js';
import { askHelp } from '../domain/ask-help.js';
import { decideReturn } from '../domain/decide-return.js';
import { giveOpinion } from '../domain/give-opinion.js';
import { reportProgress } from '../domain/report-progress.js';
import { resolveAssignment } from '../domain/resolve-assignment.js';
import { returnAssignment } from '../domain/return-assignment.js';
import { transferAssignment } from '../domain/transfer-assignment.js';
import { OpinionDto, ReasonedDto, ResolveDto, ReturnDecisionDto, TextDto, TransferDto } from './acts.dto.js';
import { answerSchema, type AssignmentAnswer } from './answer.js';
import { By, type Caller } from '#chassis/caller.js';
import { overTheArea } from './may-act.js';
import { RunAct } from './run-act.js';
import { refuseFields } from './refuse-fields.js';

const ActRoute = (path: string) =>
  applyDecorators(
    Post(path),
    HttpCode(200),
    Permit('officer', 'supervisor', 'admin'),
    ApiHeader({ name: 'If-Match', required: true, description: 'ETag of the request, e.g. "1.3"' }),
    ApiHeader({ name: 'Idempotency-Key', required: false }),
    ApiOkResponse({
      schema: answerSchema as never,
      description: 'The request as it stands now, with its ETag',
    }),
  );

type Answer = Promise<AssignmentAnswer>;

/** What the one who holds a request does about it. */
@ApiTags('assignment')
@Controller('v1/requests/:id/assignment')
export class ActsController {
  constructor(private readonly acts: RunAct) {}

  @ActRoute('accept')
  accept(@RequestId() id: string, @By() by: Caller, @Body() body?: object): Answer {
    refuseFields(body);
    return this.acts.run(id, by, (state, act, { now }) => acceptAssignment(state, act, now));
  }

  @ActRoute('progress')
  progress(@RequestId() id: string, @By() by: Caller, @Body() { text }: TextDto): Answer {
    return this.acts.run(id, by, reportProgress, { content: { text } });
  }

  @ActRoute('opinion')
  opinion(@RequestId() id: string, @By() by: Caller, @Body() { text, form, meeting }: OpinionDto): Answer {
    const content = { text, ...(meeting ? { meeting } : {}) };
    return this.acts.run(id, by, (state, act) => giveOpinion(state, { ...act, form }), { content });
  }

  @ActRoute('resolve')
  resolve(@RequestId() id: string, @By() by: Caller, @Body() { text, solution }: ResolveDto): Answer {
    const content = { text: text ?? solution, ...(solution ? { solution } : {}) };
    return this.acts.run(id, by, resolveAssignment, { content });
  }

  @ActRoute('help')
  help(@RequestId() id: string, @By() by: Caller, @Body() { text, reasonCode }: ReasonedDto): Answer {
    return this.acts.run(
      id,
      by,
      (state, act, context) => askHelp(state, { ...act, reasonCode }, context),
      said(text),
    );
  }

  @ActRoute('return')
  giveBack(@RequestId() id: string, @By() by: Caller, @Body() { text, reasonCode }: ReasonedDto): Answer {
    return this.acts.run(
      id,
      by,
      (state, act, context) => returnAssignment(state, { ...act, reasonCode }, context),
      said(text),
    );
  }

  @ActRoute('return/decision')
  decideReturn(@RequestId() id: string, @By() by: Caller, @Body() dto: ReturnDecisionDto): Answer {
    const { role, level } = by.principal;
    const decision = {
      accepted: dto.accepted,
      deciderLevel: role === 'admin' ? null : (level ?? ''),
      supervises: role === 'supervisor',
      officeCode: dto.officeCode ?? null,
    };
    return this.acts.run(
      id,
      by,
      (state, act, context) => decideReturn(state, { ...act, ...decision }, context),
      { ...said(dto.text), scope: overTheArea },
    );
  }

  @ActRoute('transfer')
  transfer(
    @RequestId() id: string,
    @By() by: Caller,
    @Body() { text, officeCode, officerId }: TransferDto,
  ): Answer {
    if (officeCode !== undefined && officerId !== undefined) throw either();
    const to = officerId !== undefined ? { officerId } : { officeCode: officeCode as string };
    return this.acts.run(id, by, (state, act, context) =>
      transferAssignment(state, { ...act, to, text: text ?? null }, context),
    );
  }
}

const said = (text: string | undefined) => (text ? { content: { text } } : {});

const either = (): Problem =>
  new Problem('validation_failed', {
    errors: [
      {
        pointer: '/officerId',
        rule: 'either',
        detail: { zh: 'officeCode 与 officerId 只能填一个', en: 'either officeCode or officerId, not both' },
      },
    ],
  });
