import { actorOf } from '#chassis/caller.js';
import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Me, type Principal } from '#chassis/principal.js';
import { RequestId } from '#chassis/request-id.js';
import { ActOnQueued, DecideByHand, type TriageAnswer } from '../decide-by-hand.js';
import { classifyByHand } from '../domain/classify-by-hand.js';
import { ClassificationDto } from './classification.dto.js';

/** A person says what no rule could. */
@ApiTags('triage')
@Controller('v1/requests/:id/classification')
export class ClassifyController {
  constructor(private readonly people: DecideByHand) {}

  @Post()
  @ActOnQueued()
  classify(
    @RequestId() id: string,
    @Me() me: Principal,
    @Req() request: FastifyRequest,
    @Body() choice: ClassificationDto,
  ): Promise<TriageAnswer> {
    return this.people.run(id, me, request, (state, context) =>
      classifyByHand(state, actorOf(me), choice, context),
    );
  }
}
