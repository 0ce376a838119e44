import { Controller, HttpCode, Param, ParseEnumPipe, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { importSchema } from '../registry-schemas.js';
import { ImportFile, type ImportKindName, importKinds } from './import-file.js';

export class ImportQuery {
  /** `true`: checks every line, writes nothing. */
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun?: string;
}

const kinds = Object.fromEntries(Object.keys(importKinds).map((kind) => [kind, kind]));

export interface ImportAnswer {
  readonly kind: string;
  readonly dryRun: boolean;
  readonly encoding: string;
  readonly lines: number;
  readonly written: number;
  readonly errorCount: number;
  readonly errors: readonly {
    readonly line: number;
    readonly field: string;
    readonly rule: string;
    readonly detail: { readonly zh: string; readonly en: string };
  }[];
}

@ApiTags('registry')
@Controller('v1/registry/imports')
export class ImportsController {
  constructor(private readonly files: ImportFile) {}

  /** The file as the body, `text/csv`, UTF-8 or GB18030, with a header. Whole or not at all. */
  @Post(':kind')
  @HttpCode(200)
  @Permit('admin')
  @ApiConsumes('text/csv')
  @ApiParam({ name: 'kind', schema: { type: 'string', enum: Object.keys(importKinds) } })
  @ApiOkResponse({ schema: importSchema as never })
  @ApiBody({ required: false, schema: { type: 'string', format: 'binary' } })
  async import(
    @Me() me: Principal,
    @Param('kind', new ParseEnumPipe(kinds, { exceptionFactory: () => new Problem('not_found') }))
    kind: ImportKindName,
    @Query() { dryRun }: ImportQuery,
    @Req() request: FastifyRequest,
  ): Promise<ImportAnswer> {
    // Nothing at all is a file without a header.
    const bytes = request.body ?? Buffer.alloc(0);
    if (!Buffer.isBuffer(bytes)) throw new Problem('unsupported_media_type');
    const dry = dryRun === 'true';
    const { encoding, lines, errorCount, errors } = dry
      ? await this.files.check(me, kind, bytes)
      : await this.files.apply(me, kind, bytes);
    return {
      kind,
      dryRun: dry,
      encoding,
      lines,
      written: dry ? 0 : lines,
      errorCount,
      errors: errors.map(({ line, field, rule, zh, en }) => ({ line, field, rule, detail: { zh, en } })),
    };
  }
}
