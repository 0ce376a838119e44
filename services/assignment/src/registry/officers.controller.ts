import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { maskedPhone } from '#chassis/mask.js';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { Sealer } from '#chassis/sealer.js';
import type { Office, Officer } from '../domain/registry.js';
import { openContact, type OfficerContact } from '../persistence/officer-contact.js';
import { OfficeEntity, OfficerEntity } from '../persistence/registry-entities.js';
import { mustBeCode, pageOf, prefixWithin, type Page } from './registry-page.js';
import { refuse } from './registry-problems.js';
import { fault, KEY } from './registry-rules.js';
import { officerSchema, pageSchema } from './registry-schemas.js';
import { mustCover } from './registry-scope.js';
import { OfficerDto, PageDto } from './registry.dto.js';
import { RegistryChanges } from './registry.changes.js';

type OfficerEntry = Omit<Officer, 'contact'> & OfficerContact;

@ApiTags('registry')
@Controller('v1/registry/officers')
export class OfficersController {
  constructor(
    @InjectRepository(OfficeEntity) private readonly offices: Repository<Office>,
    private readonly changes: RegistryChanges,
    private readonly sealer: Sealer,
  ) {}

  @Get()
  @Permit('admin', 'supervisor')
  @ApiOkResponse({ schema: pageSchema(officerSchema) as never })
  async list(@Me() me: Principal, @Query() page: PageDto): Promise<Page<OfficerEntry>> {
    const { limit = 100, after = '' } = page;
    const items = await this.changes.seenBy(me, (manager) =>
      manager
        .createQueryBuilder(OfficerEntity, 'officer')
        .innerJoin('office', 'office', 'office.code = officer.officeCode')
        .where('office.areaCode like :prefix', { prefix: `${prefixWithin(me, page)}%` })
        .andWhere('officer.id > :after', { after })
        .orderBy('officer.id')
        .take(limit + 1)
        .getMany(),
    );
    const shown = items.map((officer) => this.#shown(officer));
    return pageOf(shown, limit, (officer) => officer.id);
  }

  @Get(':id')
  @Permit('admin', 'supervisor')
  @ApiOkResponse({ schema: officerSchema as never })
  async one(@Me() me: Principal, @Param('id') id: string): Promise<OfficerEntry> {
    const officer = await this.changes.seenBy(me, (manager) =>
      manager.findOneBy(OfficerEntity, { id: mustBeCode(id, KEY) }),
    );
    const office = officer && (await this.offices.findOneBy({ code: officer.officeCode }));
    if (!officer || !office) throw new Problem('registry_entry_not_found');
    mustCover(me, office.areaCode);
    return this.#shown(officer);
  }

  /** An officer who moves to another office leaves what is open behind: it is held by somebody else at once. */
  @Put(':id')
  @Permit('admin')
  @ApiOkResponse({ schema: officerSchema as never })
  async put(@Me() me: Principal, @Param('id') id: string, @Body() dto: OfficerDto): Promise<OfficerEntry> {
    // Whether it is there at all, in whosever area: an id is nobody's to take a second time.
    const isKnown = await this.changes.look((manager) =>
      manager.existsBy(OfficerEntity, { id: mustBeCode(id, KEY) }),
    );
    if (isKnown) await this.one(me, id);
    const office = await this.offices.findOneBy({ code: dto.officeCode });
    if (!office) refuse(fault('officeCode', 'exists', '没有这个单位', 'there is no such office'));
    mustCover(me, office?.areaCode ?? '');
    const { officeCode, name, phone, duty } = dto;
    const officer: Officer = { id, officeCode, contact: this.sealer.seal({ name, phone }), duty };
    return this.changes.apply(async (manager) => {
      await manager.save(OfficerEntity, officer);
      return { answer: this.#shown(officer), standIns: [{ officerId: id, dueAt: this.changes.now }] };
    });
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('admin')
  async remove(@Me() me: Principal, @Param('id') id: string): Promise<void> {
    await this.one(me, id);
    await this.changes.apply(async (manager) => {
      await manager.delete(OfficerEntity, { id });
      return { answer: undefined, standIns: [{ officerId: id, dueAt: this.changes.now }] };
    });
  }

  #shown(officer: Officer): OfficerEntry {
    const { id, officeCode, duty } = officer;
    const { name, phone } = openContact(this.sealer, officer);
    return { id, officeCode, name, phone: maskedPhone(phone), duty };
  }
}
