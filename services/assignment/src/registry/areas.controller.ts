import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { And, Like, MoreThan, type Repository } from 'typeorm';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { ProfileStore } from '#profile/profile-store.js';
import type { Area } from '../domain/registry.js';
import { AreaEntity } from '../persistence/registry-entities.js';
import { profileAt } from './profile-at.js';
import { mustBeCode, pageOf, prefixWithin, type Page } from './registry-page.js';
import { refuse, stillInUse } from './registry-problems.js';
import { areaFault, AREA_CODE } from './registry-rules.js';
import { areaSchema, pageSchema } from './registry-schemas.js';
import { mustCover } from './registry-scope.js';
import { AreaDto, PageDto } from './registry.dto.js';
import { RegistryChanges } from './registry.changes.js';

@ApiTags('registry')
@Controller('v1/registry/areas')
export class AreasController {
  constructor(
    @InjectRepository(AreaEntity) private readonly areas: Repository<Area>,
    private readonly changes: RegistryChanges,
    private readonly profiles: ProfileStore,
  ) {}

  @Get()
  @Permit('admin', 'supervisor')
  @ApiOkResponse({ schema: pageSchema(areaSchema) as never })
  async list(@Me() me: Principal, @Query() page: PageDto): Promise<Page<Area>> {
    const { limit = 100, after = '' } = page;
    const code = And(Like(`${prefixWithin(me, page)}%`), MoreThan(after));
    const items = await this.areas.find({ where: { code }, order: { code: 'ASC' }, take: limit + 1 });
    return pageOf(items, limit, (area) => area.code);
  }

  @Get(':code')
  @Permit('admin', 'supervisor')
  @ApiOkResponse({ schema: areaSchema as never })
  async one(@Me() me: Principal, @Param('code') code: string): Promise<Area> {
    mustCover(me, mustBeCode(code, AREA_CODE));
    const area = await this.areas.findOneBy({ code });
    if (!area) throw new Problem('registry_entry_not_found');
    return area;
  }

  @Put(':code')
  @Permit('admin')
  @ApiOkResponse({ schema: areaSchema as never })
  async put(@Me() me: Principal, @Param('code') code: string, @Body() dto: AreaDto): Promise<Area> {
    mustCover(me, mustBeCode(code, AREA_CODE));
    const { name, level, aliases = [], lat = null, lon = null } = dto;
    const area: Area = { code, name, level, aliases, lat, lon };
    refuse(areaFault(profileAt(this.profiles, code), area));
    return this.changes.apply(async (manager) => {
      await manager.save(AreaEntity, area);
      return { answer: area };
    });
  }

  @Delete(':code')
  @HttpCode(204)
  @Permit('admin')
  async remove(@Me() me: Principal, @Param('code') code: string): Promise<void> {
    await this.one(me, code);
    await stillInUse(() =>
      this.changes.apply(async (manager) => ({ answer: void (await manager.delete(AreaEntity, { code })) })),
    );
  }
}
