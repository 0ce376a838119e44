import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { UUID } from '#chassis/request-id.js';
import { toOffsetTime } from '#chassis/time.js';
import type { Office } from '../domain/registry.js';
import {
  AbsenceEntity,
  OfficeEntity,
  OfficerEntity,
  type AbsenceRow,
} from '../persistence/registry-entities.js';
import { readTime } from './read-time.js';
import { mustBeCode, pageOf, prefixWithin, type Page } from './registry-page.js';
import { refuse } from './registry-problems.js';
import { fault } from './registry-rules.js';
import { absenceSchema, pageSchema } from './registry-schemas.js';
import { mustCover } from './registry-scope.js';
import { AbsenceDto, PageDto } from './registry.dto.js';
import { RegistryChanges } from './registry.changes.js';

export interface AbsenceAnswer {
  readonly id: string;
  readonly officerId: string;
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

@ApiTags('registry')
@Controller('v1/registry/absences')
export class AbsencesController {
  constructor(
    @InjectRepository(AbsenceEntity) private readonly absences: Repository<AbsenceRow>,
    @InjectRepository(OfficeEntity) private readonly offices: Repository<Office>,
    private readonly changes: RegistryChanges,
  ) {}

  @Get()
  @Permit('admin', 'supervisor')
  @ApiOkResponse({ schema: pageSchema(absenceSchema) as never })
  async list(@Me() me: Principal, @Query() page: PageDto): Promise<Page<AbsenceAnswer>> {
    const { limit = 100, after = '' } = page;
    const rows = await this.changes.seenBy(me, (manager) =>
      manager
        .createQueryBuilder(AbsenceEntity, 'absence')
        .innerJoin('officer', 'officer', 'officer.id = absence.officerId')
        .innerJoin('office', 'office', 'office.code = officer.officeCode')
        .where('office.areaCode like :prefix', { prefix: `${prefixWithin(me, page)}%` })
        .andWhere('cast(absence.id as text) > :after', { after })
        .orderBy('absence.id')
        .take(limit + 1)
        .getMany(),
    );
    return pageOf(rows.map(answerOf), limit, (absence) => absence.id);
  }

  /** From its beginning on, what the officer holds is held by somebody who is there; begun already, at once. */
  @Post()
  @Permit('admin', 'supervisor')
  @ApiCreatedResponse({ schema: absenceSchema as never })
  async add(@Me() me: Principal, @Body() dto: AbsenceDto): Promise<AbsenceAnswer> {
    await this.areaOf(me, dto.officerId);
    const from = readTime(dto.from, 'from');
    const until = readTime(dto.until, 'until');
    if (from === null) refuse(fault('from', 'time', '不是日期或时间', 'is no date or time'));
    if (until === null) refuse(fault('until', 'time', '不是日期或时间', 'is no date or time'));
    if (from === null || until === null || until <= from)
      return refuse(fault('until', 'after', '须晚于 from', 'must be after from')) as never;
    const row = {
      officerId: dto.officerId,
      from: new Date(from),
      until: new Date(until),
      reason: dto.reason ?? '',
    };
    return this.changes.apply(async (manager) => {
      const { officerId } = row;
      const same = await manager.findOneBy(AbsenceEntity, { officerId, from: row.from, until: row.until });
      const saved = same ?? (await manager.save(AbsenceEntity, row as AbsenceRow));
      return { answer: answerOf(saved), standIns: [{ officerId, dueAt: from }] };
    });
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('admin', 'supervisor')
  async remove(@Me() me: Principal, @Param('id') id: string): Promise<void> {
    const absence = await this.absences.findOneBy({ id: mustBeCode(id, UUID) });
    if (!absence) throw new Problem('registry_entry_not_found');
    await this.areaOf(me, absence.officerId);
    await this.changes.apply(async (manager) => ({
      answer: void (await manager.delete(AbsenceEntity, { id })),
    }));
  }

  private async areaOf(me: Principal, officerId: string): Promise<void> {
    const officer = await this.changes.seenBy(me, (manager) =>
      manager.findOneBy(OfficerEntity, { id: officerId }),
    );
    const office = officer && (await this.offices.findOneBy({ code: officer.officeCode }));
    if (!office) throw new Problem('registry_entry_not_found');
    mustCover(me, office.areaCode);
  }
}

const answerOf = ({ id, officerId, from, until, reason }: AbsenceRow): AbsenceAnswer => ({
  id,
  officerId,
  from: toOffsetTime(from),
  until: toOffsetTime(until),
  reason,
});
