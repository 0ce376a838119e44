import { Body, Controller, Get, HttpCode, Module, Param, Post, Query, Res } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsIn,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { PageSizeDto } from '../src/page-size.dto.js';
import type { FastifyReply } from 'fastify';
import { Pool } from 'pg';
import { Config } from '#chassis/config.js';
import { Me, Permit, type Principal, Public } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';

export class ContactDto {
  @IsString()
  @Length(1, 50)
  name!: string;

  @Matches(/^1\d{10}$/)
  phone!: string;
}

export class NoteDto {
  @IsString()
  @Length(1, 200)
  text!: string;

  @IsOptional()
  @IsIn(['app', 'phone'])
  channel?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => ContactDto)
  contact?: ContactDto;

  @IsOptional()
  @ValidateNested({ each: true })
  @ArrayMaxSize(3)
  @Type(() => ContactDto)
  others?: ContactDto[];

  @IsOptional()
  @IsNumber()
  @Min(-90)
  @Max(90)
  lat?: number;
}

export class ListDto extends PageSizeDto {
  @IsOptional()
  @IsString()
  @MaxLength(10)
  word?: string;
}

/** Routes that do what routes do, and fail as routes fail. */
@Controller('v1/notes')
export class NotesController {
  constructor(
    private readonly pool: Pool,
    private readonly config: Config,
  ) {}

  @Post()
  @Permit('resident', 'officer')
  create(@Body() note: NoteDto, @Me() me: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    void reply.header('location', '/v1/notes/1');
    return { by: me.sub, text: note.text, typed: note.contact instanceof ContactDto };
  }

  @Get()
  @Permit('resident')
  list(@Query() query: ListDto) {
    return { limit: query.limit ?? 50 };
  }

  @Get(':id/broken')
  @Public()
  async broken(@Param('id') id: string) {
    if (id === 'sql') await this.pool.query("select 'secret-value'::int");
    if (id === 'problem') throw new Problem('already_closed', { facts: { closedAt: 'then' } });
    if (id === 'connection')
      throw Object.assign(new Error('terminating connection'), { code: '57P01', severity: 'FATAL' });
    throw new Error(`secret-value at ${this.config.databaseUrl}`);
  }

  @Post(':id/act')
  @Permit('supervisor')
  @HttpCode(200)
  act(@Param('id') id: string) {
    return { id };
  }
}

@Module({ controllers: [NotesController] })
export class NotesModule {}

@Controller('v1/open')
class UndeclaredController {
  @Get()
  list() {
    return [];
  }
}

@Module({ controllers: [UndeclaredController] })
export class UndeclaredModule {}
