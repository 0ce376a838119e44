import { actorOf } from '#chassis/caller.js';
import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Me, type Principal } from '#chassis/principal.js';
import { RequestId } from '#chassis/request-id.js';
import { Sealer } from '#chassis/sealer.js';
import { ActOnQueued, DecideByHand, type TriageAnswer } from '../decide-by-hand.js';
import { declineByHand } from '../domain/decline-by-hand.js';
import { DeclineDto } from './decline.dto.js';

/** A person says that it is not for this door, and which door is. */
@ApiTags('triage')
@Controller('v1/requests/:id/decline')
export class DeclineController {
  constructor(
    private readonly people: DecideByHand,
    private readonly sealer: Sealer,
  ) {}

  @Post()
  @ActOnQueued()
  decline(
    @RequestId() id: string,
    @Me() me: Principal,
    @Req() request: FastifyRequest,
    @Body() { redirect: { zh, en }, text }: DeclineDto,
  ): Promise<TriageAnswer> {
    const sealed = text ? this.sealer.seal({ text }) : null;
    return this.people.run(id, me, request, (state) =>
      declineByHand(state, actorOf(me), { redirect: { zh, en }, sealed }),
    );
  }
}
