import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
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
import { ExactlyOneOf } from '#chassis/fields-given.js';
import type { Severity } from '#contracts/parts.js';
import { isPhone, normalisedPhone } from './contact-phone.js';
import { IsContactPhone } from './is-contact-phone.js';
import { rule } from './rule.js';

const ID = /^[a-z][a-z0-9_]{0,63}$/;
const AREA = /^\d{2,15}$/;
const SAYS_SOMETHING = /\S/;
const NOT_BLANK = { message: '不能为空 / must not be blank' };
const LONGEST_TEXT = 20_000;

const IsPersonOrName = () =>
  rule('isPersonOrName', '应为姓名，或 {name, phone?} / must be a name, or {name, phone?}', (value) =>
    typeof value === 'string' ? isName(value) : isPerson(value),
  );

const isName = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== '' && value.length <= 100;

function isPerson(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const { name, phone, ...rest } = value as Record<string, unknown>;
  if (Object.keys(rest).length > 0 || !isName(name)) return false;
  return phone === undefined || (typeof phone === 'string' && isPhone(normalisedPhone(phone)));
}

export class ContactDto {
  @IsString()
  @Length(1, 100)
  @Matches(SAYS_SOMETHING, NOT_BLANK)
  name!: string;

  @ApiProperty({ type: 'string', maxLength: 40, example: '13800138000' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? normalisedPhone(value) : value))
  @IsContactPhone()
  phone!: string;
}

export class LocationDto {
  @IsNumber()
  @Min(-90)
  @Max(90)
  lat!: number;

  @IsNumber()
  @Min(-180)
  @Max(180)
  lon!: number;

  /** WGS84 (as satellites give it) when absent; kept as GCJ02, the datum of maps in China. */
  @IsOptional()
  @IsIn(['WGS84', 'GCJ02'])
  crs?: 'WGS84' | 'GCJ02';
}

export class OnTheSpotDto {
  @IsString()
  @Length(1, 10_000)
  @Matches(SAYS_SOMETHING, NOT_BLANK)
  solution!: string;
}

/** Exactly one of areaCode, address and location. */
@ExactlyOneOf('areaCode', 'address', 'location')
export class SubmissionDto {
  /** One of the profile's channels. */
  @Matches(ID)
  channel!: string;

  @IsOptional()
  @Matches(AREA)
  areaCode?: string;

  @IsOptional()
  @IsString()
  @Length(1, 500)
  @Matches(SAYS_SOMETHING, NOT_BLANK)
  address?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => LocationDto)
  location?: LocationDto;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  title?: string;

  @IsString()
  @Length(1, LONGEST_TEXT)
  @Matches(SAYS_SOMETHING, NOT_BLANK)
  text!: string;

  /** One of the profile's categories. */
  @IsOptional()
  @Matches(ID)
  category?: string;

  @IsOptional()
  @IsIn(['ordinary', 'urgent', 'emergency'])
  urgency?: Severity;

  @IsOptional()
  @ValidateNested()
  @Type(() => ContactDto)
  contact?: ContactDto;

  /** For whom it is submitted: a name, or name and phone. */
  @ApiProperty({
    required: false,
    oneOf: [
      { type: 'string', minLength: 1, maxLength: 100, pattern: '\\S' },
      {
        type: 'object',
        required: ['name'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 100, pattern: '\\S' },
          phone: { type: 'string', description: 'as in `contact`' },
        },
      },
    ],
  })
  @IsOptional()
  @IsPersonOrName()
  onBehalfOf?: string | { readonly name: string; readonly phone?: string };

  @IsOptional()
  @IsBoolean()
  anonymous?: boolean;

  /** Root area code of the jurisdiction, where neither area nor token says it. */
  @IsOptional()
  @Matches(AREA)
  jurisdiction?: string;

  /** Language of the notices; that of Accept-Language when absent. */
  @IsOptional()
  @IsIn(['zh-CN', 'en'])
  locale?: 'zh-CN' | 'en';

  /** Answered on the spot: recorded and closed in one step. Officers on the profile's levels only. */
  @IsOptional()
  @ValidateNested()
  @Type(() => OnTheSpotDto)
  onTheSpot?: OnTheSpotDto;
}
