import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { PageSizeDto } from '#chassis/page-size.dto.js';
import type { Duty } from '../domain/registry.js';
import { AREA_CODE, KEY } from './registry-rules.js';

const LEVEL = /^[a-z][a-z0-9_]{0,63}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

export class AreaDto {
  @IsString()
  @Length(1, 100)
  name!: string;

  @Matches(LEVEL)
  level!: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  aliases?: string[];

  /** GCJ-02 */
  @IsOptional()
  @IsNumber()
  @Min(-90)
  @Max(90)
  lat?: number;

  @IsOptional()
  @IsNumber()
  @Min(-180)
  @Max(180)
  lon?: number;
}

export class OfficeDto {
  @Matches(AREA_CODE)
  areaCode!: string;

  @Matches(LEVEL)
  level!: string;

  @IsString()
  @Length(1, 100)
  name!: string;

  /** Category ids; empty or absent: the general office of the area. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @Matches(LEVEL, { each: true })
  matters?: string[];
}

export class OfficerDto {
  @Matches(KEY)
  officeCode!: string;

  @IsString()
  @Length(1, 50)
  name!: string;

  @Matches(/^[0-9+() -]{3,30}$/)
  phone!: string;

  @IsIn(['lead', 'member', 'deputy_lead'])
  duty!: Duty;
}

export class AbsenceDto {
  @Matches(KEY)
  officerId!: string;

  /** RFC 3339, or a date: from its beginning in Asia/Shanghai. */
  @Matches(INSTANT)
  from!: string;

  /** RFC 3339, or a date: to its end in Asia/Shanghai. */
  @Matches(INSTANT)
  until!: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  reason?: string;
}

export class PageDto extends PageSizeDto {
  /** The `next` of the page before. */
  @IsOptional()
  @Matches(KEY)
  after?: string;

  /** Only within this area. */
  @IsOptional()
  @Matches(AREA_CODE)
  area?: string;
}
