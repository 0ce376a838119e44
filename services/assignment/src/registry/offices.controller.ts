import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { Like, MoreThan, type Repository } from 'typeorm';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { ProfileStore } from '#profile/profile-store.js';
import type { Area, Office } from '../domain/registry.js';
import { AreaEntity, OfficeEntity } from '../persistence/registry-entities.js';
import { profileAt } from './profile-at.js';
import { mustBeCode, pageOf, prefixWithin, type Page } from './registry-page.js';
import { refuse, stillInUse } from './registry-problems.js';
import { fault, KEY, officeFault } from './registry-rules.js';
import { officeSchema, pageSchema } from './registry-schemas.js';
import { mustCover } from './registry-scope.js';
import { OfficeDto, PageDto } from './registry.dto.js';
import { RegistryChanges } from './registry.changes.js';

@ApiTags('registry')
@Controller('v1/registry/offices')
export class OfficesController {
  constructor(
    @InjectRepository(OfficeEntity) private readonly offices: Repository<Office>,
    @InjectRepository(AreaEntity) private readonly areas: Repository<Area>,
    private readonly changes: RegistryChanges,
    private readonly profiles: ProfileStore,
  ) {}

  @Get()
  @Permit('admin', 'supervisor')
  @ApiOkResponse({ schema: pageSchema(officeSchema) as never })
  async list(@Me() me: Principal, @Query() page: PageDto): Promise<Page<Office>> {
    const { limit = 100, after = '' } = page;
    const where = { areaCode: Like(`${prefixWithin(me, page)}%`), code: MoreThan(after) };
    const items = await this.offices.find({ where, order: { code: 'ASC' }, take: limit + 1 });
    return pageOf(items, limit, (office) => office.code);
  }

  @Get(':code')
  @Permit('admin', 'supervisor')
  @ApiOkResponse({ schema: officeSchema as never })
  async one(@Me() me: Principal, @Param('code') code: string): Promise<Office> {
    const office = await this.offices.findOneBy({ code: mustBeCode(code, KEY) });
    if (!office) throw new Problem('registry_entry_not_found');
    mustCover(me, office.areaCode);
    return office;
  }

  @Put(':code')
  @Permit('admin')
  @ApiOkResponse({ schema: officeSchema as never })
  async put(@Me() me: Principal, @Param('code') code: string, @Body() dto: OfficeDto): Promise<Office> {
    mustBeCode(code, KEY);
    mustCover(me, dto.areaCode);
    const former = await this.offices.findOneBy({ code });
    if (former) mustCover(me, former.areaCode);
    const area = await this.areas.findOneBy({ code: dto.areaCode });
    if (!area) refuse(fault('areaCode', 'exists', '没有这个区划', 'there is no such area'));
    const { areaCode, level, name, matters = [] } = dto;
    const office: Office = { code, areaCode, level, name, matters };
    const isRoot = this.profiles.jurisdictionOf(areaCode)?.code === areaCode;
    refuse(officeFault(profileAt(this.profiles, areaCode), office, area?.level ?? '', isRoot));
    return this.changes.apply(async (manager) => {
      await manager.save(OfficeEntity, office);
      return { answer: office };
    });
  }

  @Delete(':code')
  @HttpCode(204)
  @Permit('admin')
  async remove(@Me() me: Principal, @Param('code') code: string): Promise<void> {
    await this.one(me, code);
    await stillInUse(() =>
      this.changes.apply(async (manager) => ({
        answer: void (await manager.delete(OfficeEntity, { code })),
      })),
    );
  }
}
