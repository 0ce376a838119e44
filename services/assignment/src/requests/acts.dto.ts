import { Type } from 'class-transformer';
import {
  IsArray,
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { AtLeastOneOf, ExactlyOneOf, NeededUnless } from '#chassis/fields-given.js';
import type { OpinionForm } from '../domain/request-state.js';

const CODE = /^[a-z][a-z0-9_]{0,63}$/;
const KEY = /^[A-Za-z0-9._-]{1,100}$/;
const DAY = /^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const TEXT = 10_000;

export class TextDto {
  @IsString()
  @Length(1, TEXT)
  text!: string;
}

/** One of both at least. */
@AtLeastOneOf('text', 'solution')
export class ResolveDto {
  /** What the requester is told. */
  @ValidateIf((dto: ResolveDto) => dto.solution === undefined || dto.text !== undefined)
  @IsString()
  @Length(1, TEXT)
  text?: string;

  /** What was done. */
  @IsOptional()
  @IsString()
  @Length(1, TEXT)
  solution?: string;
}

class RemarkDto {
  @IsOptional()
  @IsString()
  @MaxLength(TEXT)
  text?: string;
}

export class ReasonedDto extends RemarkDto {
  /** One of the profile's reasons. */
  @Matches(CODE)
  reasonCode!: string;
}

@ExactlyOneOf('officeCode', 'officerId')
export class TransferDto extends RemarkDto {
  /** Either this or `officerId`. */
  @ValidateIf((dto: TransferDto) => dto.officerId === undefined || dto.officeCode !== undefined)
  @Matches(KEY)
  officeCode?: string;

  @IsOptional()
  @Matches(KEY)
  officerId?: string;
}

export class ReturnDecisionDto extends RemarkDto {
  @IsBoolean()
  accepted!: boolean;

  /** Where it shall go instead; the next level's office when absent. */
  @IsOptional()
  @Matches(KEY)
  officeCode?: string;
}

export class MeetingDto {
  @Matches(DAY)
  heldOn!: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  attendees?: string[];

  @IsString()
  @Length(1, TEXT)
  minutes!: string;
}

@NeededUnless('meeting', 'form', ['office', 'centre'])
export class OpinionDto extends TextDto {
  @IsIn(['office', 'meeting', 'centre'])
  form!: OpinionForm;

  /** Needed with the form `meeting`. */
  @ValidateIf((dto: OpinionDto) => dto.form === 'meeting' || dto.meeting !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => MeetingDto)
  meeting?: MeetingDto;
}
