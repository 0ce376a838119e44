import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageSizeDto } from './page-size.dto.js';
import { type DeadLetter, DeadLetters, type Redriven } from '#eventlog/dead-letters.js';
import { Me, Permit, type Principal } from './principal.js';
import { Problem } from './problem.js';
import { deadLetterPageSchema, redrivenSchema, shownDeadLetterSchema } from './dead-letter-schemas.js';
import { RequestId } from './request-id.js';
import { mustBeOfInstallation } from './scope.js';

class DeadLetterPageDto extends PageSizeDto {
  @IsOptional()
  @IsIn(['parked', 'redriven', 'dropped'])
  state?: DeadLetter['state'];

  /** The last id of the page before. */
  @IsOptional()
  @IsUUID()
  after?: string;
}

/**
 * Events this service could not handle, of whatever jurisdiction: for administrators of the whole installation. Values are not
 * shown: they may hold what somebody wrote by mistake.
 */
@ApiTags('dead letters')
@Controller('v1/dead-letters')
export class DeadLettersController {
  constructor(private readonly modules: ModuleRef) {}

  @Get()
  @Permit('admin')
  @ApiOkResponse({ schema: deadLetterPageSchema as never, description: 'Without their contents' })
  async list(@Me() me: Principal, @Query() { state, after, limit = 50 }: DeadLetterPageDto) {
    mustBeOfInstallation(me);
    const letters = await this.letters().list({
      limit,
      ...(state ? { state } : {}),
      ...(after ? { after } : {}),
    });
    return { items: letters.map(shown), next: letters.length === limit ? letters.at(-1)!.id : null };
  }

  @Get(':id')
  @Permit('admin')
  @ApiOkResponse({
    schema: shownDeadLetterSchema as never,
    description: 'One dead letter, with its headers and its size',
  })
  async show(@Me() me: Principal, @RequestId() id: string) {
    mustBeOfInstallation(me);
    const letter = found(await this.letters().show(id));
    return { ...shown(letter), headers: letter.record.headers, bytes: letter.record.value?.length ?? 0 };
  }

  /** Handles it and those waiting behind it, in order. */
  @Post(':id/redrive')
  @HttpCode(200)
  @Permit('admin')
  @ApiOkResponse({ schema: redrivenSchema as never, description: 'How many events were handled' })
  async redrive(@Me() me: Principal, @RequestId() id: string): Promise<Redriven> {
    mustBeOfInstallation(me);
    return found(await this.letters().redrive(id));
  }

  /** Gives it up for good; those waiting behind it are handled. */
  @Post(':id/drop')
  @HttpCode(200)
  @Permit('admin')
  @ApiOkResponse({ schema: redrivenSchema as never, description: 'How many events were handled' })
  async drop(@Me() me: Principal, @RequestId() id: string): Promise<Redriven> {
    mustBeOfInstallation(me);
    return found(await this.letters().drop(id));
  }

  // A service without an event log has none.
  private letters(): DeadLetters {
    return this.modules.get(DeadLetters, { strict: false });
  }
}

const shown = (letter: DeadLetter) => ({
  id: letter.id,
  state: letter.state,
  requestId: letter.requestId,
  eventId: letter.eventId,
  eventName: letter.eventName,
  cause: letter.cause,
  detail: letter.detail,
  waitingBehind: letter.waitingBehind,
  parkedAt: letter.parkedAt,
  partition: letter.record.partition,
  offset: String(letter.record.offset),
});

function found<T>(letter: T | undefined): T {
  if (letter === undefined) throw new Problem('not_found');
  return letter;
}
