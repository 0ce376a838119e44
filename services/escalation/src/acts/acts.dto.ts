import { IsBoolean, IsOptional, IsString, Length, Matches, MaxLength, ValidateIf } from 'class-validator';
import { ExactlyOneOf } from '#chassis/fields-given.js';
import { IsInstant } from '#chassis/is-instant.js';

const TEXT = 10_000;

/** Either `until` or `duration`. */
@ExactlyOneOf('until', 'duration')
export class ExtensionDto {
  /** RFC 3339 with offset. */
  @ValidateIf((dto: ExtensionDto) => dto.duration === undefined || dto.until !== undefined)
  @IsInstant()
  until?: string;

  /** On top of the deadline as it stands, e.g. `2 working days`. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  duration?: string;

  @IsString()
  @Length(1, TEXT)
  text!: string;
}

export class ExtensionDecisionDto {
  @IsBoolean()
  grant!: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(TEXT)
  text?: string;
}

export class PauseDto {
  /** RFC 3339 with offset. */
  @IsInstant()
  until!: string;

  /** One of the profile's reasons. */
  @Matches(/^[a-z][a-z0-9_]{0,63}$/)
  reasonCode!: string;

  @IsString()
  @Length(1, TEXT)
  text!: string;
}

export class SupervisionDto {
  @IsString()
  @Length(1, TEXT)
  text!: string;

  /** RFC 3339 with offset; as the profile says when absent. */
  @IsOptional()
  @IsInstant()
  replyBy?: string;
}

export class SupervisionReplyDto {
  @IsString()
  @Length(1, TEXT)
  text!: string;
}
